package dev.sluice.update.plan;

import dev.sluice.events.maintenance.InstallTimes;
import java.time.Instant;
import java.time.ZoneId;

/// When the device may switch to a release.
///
/// @param install what the rings document says
/// @param since when the device was to start on the release; the epoch if that does not matter
public record Schedule(InstallTimes install, Instant since) {
  /// At any time.
  public static final Schedule ANYTIME = new Schedule(new InstallTimes.Anytime(), Instant.EPOCH);

  /// A schedule that equals another whenever both say the same.
  public static Schedule of(InstallTimes install, Instant since) {
    return switch (install) {
      case InstallTimes.Anytime() -> ANYTIME;
      case InstallTimes.Within within -> new Schedule(within, since);
    };
  }

  /// When the device may switch.
  ///
  /// @param now agent time
  /// @return `now` if it may; else when to ask again
  public Instant from(Instant now, ZoneId zone) {
    return install.from(since, now, zone);
  }
}
