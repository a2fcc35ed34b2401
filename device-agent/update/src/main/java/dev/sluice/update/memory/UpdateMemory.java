package dev.sluice.update.memory;

import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import java.time.Duration;
import java.time.Instant;

/// What the device remembers across a power cut.
///
/// Trusted metadata is not in here: it is stored file by file and comes back through the same
/// checks as a download.
///
/// @param bounds what is too old for it
/// @param installed what runs now
/// @param earlier what ran before that
/// @param job unfinished work
/// @param failures what went wrong with releases
/// @param outcome the latest outcome
/// @param trace which trace the job and the latest outcome belong to
/// @param holding the rollout that was announced as halted
/// @param timeline its latest steps
/// @param flags what its ring has switched off
public record UpdateMemory(
    Bounds bounds,
    Installed installed,
    Earlier earlier,
    Job job,
    Failures failures,
    Outcomes outcome,
    RolloutTrace trace,
    Holding holding,
    Timeline timeline,
    SwitchedFlags flags) {
  /// The memory of a device that was never updated.
  public static UpdateMemory empty() {
    return new UpdateMemory(
        Bounds.NONE,
        new Installed.Nothing(),
        new Earlier.Nothing(),
        new Job.Nothing(),
        Failures.NONE,
        new Outcomes.Nothing(),
        new RolloutTrace.Nothing(),
        new Holding.Nothing(),
        Timeline.EMPTY,
        SwitchedFlags.NONE);
  }

  /// As [Bounds#timeFloor()].
  public Instant timeFloor() {
    return bounds.timeFloor();
  }

  /// As [Bounds#rollbackFloor()].
  public long rollbackFloor() {
    return bounds.rollbackFloor();
  }

  /// As [Bounds#lastCounter()].
  public long lastCounter() {
    return bounds.lastCounter();
  }

  /// Whether the installed file may be neither what was installed nor what shall be.
  public boolean isOverwriting() {
    return job instanceof Job.InPlace inPlace && inPlace.stage() == Job.Stage.OVERWRITING;
  }

  /// Whether the program is to be asked to read what the ring wants. Without a release there is
  /// nothing to read.
  public boolean isFlagSwitchDue() {
    return flags.isDue() && installed instanceof Installed.Release;
  }

  /// A copy in which the plan has come to this step, the way that its bytes come.
  public UpdateMemory withStep(Plan plan, Job.Step step) {
    return withJob(new Job.Underway(plan, step, job.routeOf(plan)));
  }

  /// A copy with other bounds.
  public UpdateMemory withBounds(Bounds next) {
    return new UpdateMemory(
        next, installed, earlier, job, failures, outcome, trace, holding, timeline, flags);
  }

  /// A copy after a timestamp was accepted. One that does not say when it was signed, or that says
  /// it was signed after its end, says nothing of the time.
  ///
  /// @param clock what the device's own clock says
  /// @param refreshInterval how long a hold lasts whose announcement names no document
  public UpdateMemory withTimestamp(Timestamp timestamp, Instant clock, Duration refreshInterval) {
    Instant expires = timestamp.expires();
    return timestamp
        .findSigningTime()
        .filter(signed -> signed.isBefore(expires))
        .map(signed -> bounds.withTimestamp(signed, Duration.between(signed, expires), clock))
        .filter(next -> next.timeFloor().isAfter(bounds.timeFloor()))
        .map(
            next ->
                withBounds(next)
                    .withHolding(holding.atTimestamp(next.timeFloor(), refreshInterval)))
        .orElse(this);
  }

  /// A copy after a new root was accepted: what was believed of the time is forgotten.
  public UpdateMemory withNewRoot() {
    return withBounds(bounds.withNewRoot());
  }

  public UpdateMemory withInstalled(Installed next) {
    return new UpdateMemory(
        bounds, next, earlier, job, failures, outcome, trace, holding, timeline, flags);
  }

  private UpdateMemory withEarlier(Earlier next) {
    return new UpdateMemory(
        bounds, installed, next, job, failures, outcome, trace, holding, timeline, flags);
  }

  /// A copy in which what ran before runs again, though nothing was to go back. What the release
  /// that is gone has set as a floor stays.
  public UpdateMemory withReturned(Installed.Release release) {
    return withInstalled(release)
        .withEarlier(new Earlier.Nothing())
        .withBounds(new Bounds(bounds.timeFloor(), bounds.rollbackFloor(), release.counter()));
  }

  public UpdateMemory withJob(Job next) {
    return new UpdateMemory(
        bounds, installed, earlier, next, failures, outcome, trace, holding, timeline, flags);
  }

  /// A copy with another latest outcome.
  public UpdateMemory withOutcome(Outcomes next) {
    return new UpdateMemory(
        bounds, installed, earlier, job, failures, next, trace, holding, timeline, flags);
  }

  public UpdateMemory withTrace(RolloutTrace next) {
    return new UpdateMemory(
        bounds, installed, earlier, job, failures, outcome, next, holding, timeline, flags);
  }

  public UpdateMemory withHolding(Holding next) {
    return new UpdateMemory(
        bounds, installed, earlier, job, failures, outcome, trace, next, timeline, flags);
  }

  public UpdateMemory withTimeline(Timeline next) {
    return new UpdateMemory(
        bounds, installed, earlier, job, failures, outcome, trace, holding, next, flags);
  }

  public UpdateMemory withFlags(SwitchedFlags next) {
    return new UpdateMemory(
        bounds, installed, earlier, job, failures, outcome, trace, holding, timeline, next);
  }

  /// A copy in which the work ended badly.
  public UpdateMemory withFailure(Failures.Entry failure, Outcomes newOutcome) {
    return withEnd(failures.with(failure), newOutcome);
  }

  /// A copy in which the plan, a floor release, is what runs, and the device is about to go on from
  /// it. Its turn has come, so it does not wait for its place in the window again.
  public UpdateMemory withPassed(Plan plan, Instant now) {
    return withSuccess(plan, outcome).withJob(new Job.Scheduled(plan.rollout(), now));
  }

  /// A copy in which the plan is what runs. What went wrong with other releases stays: the device
  /// must not try again what it has given up. Its program has read what it was derived from.
  public UpdateMemory withSuccess(Plan plan, Outcomes newOutcome) {
    return withEnd(failures.without(plan.manifest()), newOutcome)
        .withBounds(bounds.withRun(plan))
        .withInstalled(Installed.Release.of(plan))
        .withEarlier(earlier.afterSwitch(installed, plan))
        .withFlags(flags.done());
  }

  private UpdateMemory withEnd(Failures newFailures, Outcomes newOutcome) {
    var none = new Job.Nothing();
    return new UpdateMemory(
        bounds, installed, earlier, none, newFailures, newOutcome, trace, holding, timeline, flags);
  }
}
