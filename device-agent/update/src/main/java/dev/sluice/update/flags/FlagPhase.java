package dev.sluice.update.flags;

import dev.sluice.update.settings.HealthPolicy;
import java.time.Duration;

/// The states in which the device follows what its ring has switched off.
public sealed interface FlagPhase {
  /// Lets the program read what the ring has switched, or after a start what it should have read.
  ///
  /// @param next what follows
  record SwitchingFlags(AfterFlags next) implements FlagPhase {}

  /// Looks now and then whether the program is healthy with what was switched.
  ///
  /// @param next what follows
  /// @param policy what decides
  /// @param spent how much of the deadline is used up
  /// @param detail what the latest look said
  record ProvingFlags(AfterFlags next, HealthPolicy.Within policy, Duration spent, String detail)
      implements FlagPhase {}
}
