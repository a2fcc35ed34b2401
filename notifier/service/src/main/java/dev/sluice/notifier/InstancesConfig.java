package dev.sluice.notifier;

import dev.sluice.notifier.query.InstanceAddress;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.util.Optional;

/// Section `instances`: how several notifiers on one Kafka work together.
///
/// @param address under which the others reach this one's API; absent for a single notifier
/// @param standbys how many of the others keep a copy of each partition's state, 0 to 3; nothing
///     without an address
public record InstancesConfig(
    @Describe(
            "host:port under which the other instances reach this one's API; none for a single one")
        Optional<InstanceAddress> address,
    @Describe("how many other instances keep a copy of each partition's state, 0 to 3")
        @Default("1")
        int standbys) {
  /// One notifier by itself.
  static final InstancesConfig SINGLE = new InstancesConfig(Optional.empty(), 0);

  private static final int MAX_STANDBYS = 3;

  /// Checks the range.
  public InstancesConfig {
    if (standbys < 0 || standbys > MAX_STANDBYS) {
      throw new IllegalArgumentException(
          "standbys: expected 0 to " + MAX_STANDBYS + ", got " + standbys);
    }
  }
}
