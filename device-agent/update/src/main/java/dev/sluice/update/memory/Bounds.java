package dev.sluice.update.memory;

import dev.sluice.update.plan.Plan;
import java.time.Instant;

/// What decides what is too old for the device.
///
/// @param timeFloor no moment before this is believed; it only rises
/// @param rollbackFloor the highest floor of any release that ran; nothing below it is ever
///     installed
/// @param lastCounter counter of the release that ran last, 0 if none did
public record Bounds(Instant timeFloor, long rollbackFloor, long lastCounter) {
  /// Of a device that was never updated.
  public static final Bounds NONE = new Bounds(Instant.EPOCH, 0, 0);

  /// Checks the ranges.
  public Bounds {
    if (rollbackFloor < 0 || lastCounter < 0) {
      throw new IllegalArgumentException(
          "counters must be 0 or more, got " + rollbackFloor + " and " + lastCounter);
    }
  }

  /// The same with a time floor of at least this.
  public Bounds withTimeFloorOf(Instant moment) {
    return moment.isAfter(timeFloor) ? new Bounds(moment, rollbackFloor, lastCounter) : this;
  }

  /// The same once the plan's release is what runs.
  public Bounds withRun(Plan plan) {
    return new Bounds(timeFloor, Math.max(rollbackFloor, plan.rollbackFloor()), plan.counter());
  }
}
