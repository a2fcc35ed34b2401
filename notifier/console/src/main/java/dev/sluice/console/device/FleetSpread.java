package dev.sluice.console.device;

import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.time.Instant;
import java.util.List;

/// Which versions the fleet runs, as it was counted at one moment.
///
/// @param countedAt when
/// @param devices how many there are
/// @param idle how many of them run nothing yet
/// @param groups by product, counter, ring and hardware; at most [#MAX_GROUPS], the largest
/// @param left devices of smaller groups that are left out
public record FleetSpread(
    Instant countedAt, long devices, long idle, List<Group> groups, long left) {
  /// Devices name their hardware themselves, so that there may be any number.
  public static final int MAX_GROUPS = 2_000;

  /// Copies.
  public FleetSpread {
    groups = List.copyOf(groups);
  }

  /// Devices that have all of these in common. A device that runs two products is in two groups.
  ///
  /// @param ring empty if it is in none
  /// @param hardware empty if it does not say
  public record Group(
      ProductName product,
      Version version,
      long counter,
      String ring,
      String hardware,
      long devices) {}
}
