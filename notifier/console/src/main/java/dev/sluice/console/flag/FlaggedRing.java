package dev.sluice.console.flag;

import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.release.ReleaseId;
import java.util.List;

/// A ring of a product, with the flags that were switched in it.
///
/// @param ring its name
/// @param devices how many it has, as last counted
/// @param releases what its devices may have: what stands, and what travels once it reached the
///     ring
/// @param switched the flags that are off, or whose order is not signed yet, the oldest order first
public record FlaggedRing(
    String ring, long devices, List<ReleaseId> releases, List<Switched> switched) {
  /// Copies the lists.
  public FlaggedRing {
    releases = List.copyOf(releases);
    switched = List.copyOf(switched);
  }

  /// An order for a flag.
  ///
  /// @param devices how many say that it is off, as last counted
  public record Switched(FlagSwitch order, long devices) {}
}
