package dev.sluice.update;

import java.time.Instant;

/// What the device remembers across a power cut.
///
/// Trusted metadata is not in here: it is stored file by file and comes back through the same
/// checks as a download.
///
/// @param timeFloor no moment before this is believed; it only rises
/// @param rollbackFloor the highest floor of any release that ran; nothing below it is ever
///     installed
/// @param lastCounter counter of the release that ran last, 0 if none did
/// @param installed what runs now
/// @param job unfinished work
/// @param failures what went wrong with releases
/// @param outcome the latest outcome
/// @param trace which trace the job and the latest outcome belong to
/// @param holding the rollout that was announced as halted
/// @param timeline its latest steps
/// @param flags what its ring has switched off
public record UpdateMemory(
    Instant timeFloor,
    long rollbackFloor,
    long lastCounter,
    Installed installed,
    Job job,
    Failures failures,
    Outcomes outcome,
    RolloutTrace trace,
    Holding holding,
    Timeline timeline,
    SwitchedFlags flags) {
  /// Checks the ranges.
  public UpdateMemory {
    if (rollbackFloor < 0 || lastCounter < 0) {
      throw new IllegalArgumentException(
          "counters must be 0 or more, got " + rollbackFloor + " and " + lastCounter);
    }
  }

  /// The memory of a device that was never updated.
  public static UpdateMemory empty() {
    return new UpdateMemory(
        Instant.EPOCH,
        0,
        0,
        new Installed.Nothing(),
        new Job.Nothing(),
        Failures.NONE,
        new Outcomes.Nothing(),
        new RolloutTrace.Nothing(),
        new Holding.Nothing(),
        Timeline.EMPTY,
        SwitchedFlags.NONE);
  }

  /// Whether the installed file may be neither what was installed nor what shall be.
  boolean isOverwriting() {
    return job instanceof Job.InPlace inPlace && inPlace.stage() == Job.Stage.OVERWRITING;
  }

  /// A copy whose time floor is at least this.
  UpdateMemory withTimeFloorOf(Instant moment) {
    return moment.isAfter(timeFloor)
        ? new UpdateMemory(
            moment,
            rollbackFloor,
            lastCounter,
            installed,
            job,
            failures,
            outcome,
            trace,
            holding,
            timeline,
            flags)
        : this;
  }

  UpdateMemory withInstalled(Installed newInstalled) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        newInstalled,
        job,
        failures,
        outcome,
        trace,
        holding,
        timeline,
        flags);
  }

  UpdateMemory withJob(Job newJob) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        installed,
        newJob,
        failures,
        outcome,
        trace,
        holding,
        timeline,
        flags);
  }

  UpdateMemory withTrace(RolloutTrace newTrace) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        installed,
        job,
        failures,
        outcome,
        newTrace,
        holding,
        timeline,
        flags);
  }

  UpdateMemory withHolding(Holding newHolding) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        installed,
        job,
        failures,
        outcome,
        trace,
        newHolding,
        timeline,
        flags);
  }

  UpdateMemory withTimeline(Timeline newTimeline) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        installed,
        job,
        failures,
        outcome,
        trace,
        holding,
        newTimeline,
        flags);
  }

  UpdateMemory withFlags(SwitchedFlags newFlags) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        installed,
        job,
        failures,
        outcome,
        trace,
        holding,
        timeline,
        newFlags);
  }

  /// A copy in which the work ended badly.
  UpdateMemory withFailure(Failures.Entry failure, Outcomes newOutcome) {
    return new UpdateMemory(
        timeFloor,
        rollbackFloor,
        lastCounter,
        installed,
        new Job.Nothing(),
        failures.with(failure),
        newOutcome,
        trace,
        holding,
        timeline,
        flags);
  }

  /// A copy in which the plan, a floor release, is what runs, and the device is about to go on from
  /// it. Its turn has come, so it does not wait for its place in the window again.
  UpdateMemory withPassed(Plan plan, Instant now) {
    return withSuccess(plan, outcome).withJob(new Job.Scheduled(plan.rollout(), now));
  }

  /// A copy in which the plan is what runs. What went wrong with other releases stays: the device
  /// must not try again what it has given up. Its program has read what it was derived from.
  UpdateMemory withSuccess(Plan plan, Outcomes newOutcome) {
    return new UpdateMemory(
        timeFloor,
        Math.max(rollbackFloor, plan.rollbackFloor()),
        plan.counter(),
        plan.installed(),
        new Job.Nothing(),
        failures.without(plan.manifest()),
        newOutcome,
        trace,
        holding,
        timeline,
        flags.done());
  }
}
