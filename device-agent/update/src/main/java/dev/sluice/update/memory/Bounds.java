package dev.sluice.update.memory;

import dev.sluice.update.plan.Plan;
import java.time.Duration;
import java.time.Instant;

/// What decides what is too old for the device.
///
/// @param timeFloor no moment before this is believed; it rises with what timestamps say of their
///     signing, and only a new root takes it back
/// @param rollbackFloor the highest floor of any release that ran; nothing below it is ever
///     installed
/// @param lastCounter counter of the release that ran last, 0 if none did
public record Bounds(Instant timeFloor, long rollbackFloor, long lastCounter) {
  /// How far one signature moves the time of a device that has no clock of its own.
  static final Duration LONGEST_LEAP = Duration.ofDays(30);

  /// Of a device that was never updated.
  public static final Bounds NONE = new Bounds(Instant.EPOCH, 0, 0);

  /// Checks the ranges.
  public Bounds {
    if (rollbackFloor < 0 || lastCounter < 0) {
      throw new IllegalArgumentException(
          "counters must be 0 or more, got " + rollbackFloor + " and " + lastCounter);
    }
  }

  /// The same after a timestamp was accepted.
  ///
  /// One that a wrong clock signed must not keep out those that are signed rightly afterwards: it
  /// raises the floor to half of its own life after the device's clock at most. A device whose
  /// clock is behind the floor by more than that has no time of its own: there one signature moves
  /// it by [#LONGEST_LEAP]. The first one of all says what time it is.
  ///
  /// @param signed when it was signed
  /// @param life how long it is good from then on
  /// @param clock what the device's own clock says
  public Bounds withTimestamp(Instant signed, Duration life, Instant clock) {
    Instant latest = clock.plus(life.dividedBy(2));
    if (latest.isBefore(timeFloor)) {
      latest = timeFloor.plus(LONGEST_LEAP);
    }
    Instant raised = timeFloor.equals(Instant.EPOCH) || signed.isBefore(latest) ? signed : latest;
    return raised.isAfter(timeFloor) ? new Bounds(raised, rollbackFloor, lastCounter) : this;
  }

  /// The same after a new root, whose signers say that what was believed before may be wrong: time
  /// begins with the next timestamp.
  public Bounds withNewRoot() {
    return new Bounds(Instant.EPOCH, rollbackFloor, lastCounter);
  }

  /// The same once the plan's release is what runs.
  public Bounds withRun(Plan plan) {
    return new Bounds(timeFloor, Math.max(rollbackFloor, plan.rollbackFloor()), plan.counter());
  }
}
