package dev.sluice.notifier.policy;

import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/// One of the `maintenance` windows of a ring.
record MaintenanceDocument(
    @Describe("days on which it opens, such as mon-fri or sat,sun") @Default("mon-sun")
        WeekDays days,
    @Describe("when it opens, by the clock of the device's time zone") LocalTime from,
    @Describe("when it closes; on the next day if that is not after from") LocalTime to) {
  /// Checks the times.
  MaintenanceDocument {
    var _ = new MaintenanceWindow(days, from, to);
  }

  /// What the keys `maintenance` and `force-after` of a ring say together.
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's own components
  static InstallTimes toInstallTimes(
      List<MaintenanceDocument> windows, Optional<Duration> forceAfter) {
    if (windows.isEmpty()) {
      if (forceAfter.isPresent()) {
        throw new IllegalArgumentException(
            "force-after: expected maintenance windows beside it; without them devices install at once");
      }
      return new InstallTimes.Anytime();
    }
    return new InstallTimes.Within(
        windows.stream().map(w -> new MaintenanceWindow(w.days(), w.from(), w.to())).toList(),
        forceAfter.<Forcing>map(Forcing.After::new).orElseGet(Forcing.Never::new));
  }
}
