package dev.sluice.rollout;

import dev.sluice.events.command.Order;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Version;
import dev.sluice.rollout.count.FleetCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Takes a product's releases through its rings.
///
/// | stage | event | next stage | effects |
/// |---|---|---|---|
/// | any | release, counter not above the last | same | ignored |
/// | as PAUSE | a floor release of its policy is withdrawn | Paused | as PAUSE |
/// | any other | a floor release of its policy is withdrawn | as a hold added | plan, record |
/// | any | release, automatic | WaitingForDeltas or Signing | supersede [1], record |
/// | any | release, manual | same, WaitingForStart beside it | record |
/// | WaitingForStart | START | WaitingForDeltas or Signing | supersede [1], record |
/// | WaitingForStart | HALT | gone | record |
/// | WaitingForDeltas | deltas complete | Signing | plan, record |
/// | WaitingForDeltas | time: the wait is over | Signing | plan, record |
/// | WaitingForApproval | its ring is approved | Signing | plan, record |
/// | Signing | rings signed | Admitting | announce to the ring [2], record |
/// | Signing, Paused, Halted, Finishing [11] | rings refused | same, higher sequence | plan |
/// | Signing, Paused, Halted, Finishing [11] | time: not signed for a minute | same | plan [5] |
/// | Admitting, part of the wave | time: a step of the pace | Signing [9] | plan, record |
/// | Admitting | counts, time: gate opens | Soaking | record |
/// | Admitting | counts, time: gate opens, no soak | Signing or Finishing [3] | plan, record |
/// | Admitting | counts: nobody is admitted | Signing or Finishing [3] | plan, record |
/// | Admitting, Soaking | counts, time: gate is unclear | Paused | as PAUSE |
/// | Soaking | counts: gate no longer open | Admitting | record |
/// | Soaking | time: soaked | Signing or Finishing [3] | plan, record |
/// | Admitting, Soaking [6] | counts, time: a gate stops | Paused or Halted | as PAUSE or HALT |
/// | Admitting, Soaking [6] | counts, time: a ring is slow, not accepted | Paused | as PAUSE |
/// | Admitting, Soaking | its wave is promoted | Signing or Finishing [3] | plan, record |
/// | Paused in a wave | that wave is promoted | Signing, its gate will be passed | plan, record |
/// | Admitting, Soaking, Paused in a wave | retry, not made yet | Signing [8] | plan, record |
/// | Halted, a wave was planned | retry, not made yet | Signing [8] | plan, record |
/// | from Signing to Completed | rollback | Signing [7] | halt each announced ring, plan, record |
/// | none yet, before the first document | hold added, lifted | same | |
/// | before its first wave | hold added, lifted | same | plan what stands, record |
/// | Signing, Paused, Halted, Finishing [11] | hold added, lifted | same, unsigned | plan, record |
/// | Admitting, Soaking, WaitingForApproval | hold added, lifted | Signing [10] | plan, record |
/// | none yet, before the first document | flag off, on | same | |
/// | Signing, Paused, Halted, Finishing [11], unsigned | flag off, on | same | plan, record |
/// | any other | flag off, on | same | plan what stands [12], record |
/// | any | rings signed that say it | as below | announce to the flag's ring, record |
/// | any other | rings refused, a flag is not signed | same | plan what stands |
/// | any other | time: a flag not signed for a minute | same | plan what stands |
/// | WaitingForDeltas | PAUSE | Paused | record |
/// | Signing, Admitting, Soaking [6] | PAUSE | Paused | plan, record |
/// | Paused | rings signed | Paused | announce to each announced ring, record |
/// | Paused, not signed | PAUSE | same | plan [5], record |
/// | Paused before the first wave | RESUME | WaitingForDeltas or Signing | record |
/// | Paused in a wave | RESUME | Signing | plan, record |
/// | all but Halted, Completed | HALT | Halted | halt each announced ring, plan [4], record |
/// | Halted | rings signed | Halted | record |
/// | Halted, not signed | HALT | same | halt each announced ring, plan [5], record |
/// | Finishing | rings signed | Completed, release is current | record |
/// | Completed, not signed | rings signed | Completed | announce to each announced ring, record |
/// | from Signing to Halted | counts: nothing above | same | record, at most every 2 s |
///
/// - [1] The former rollout is recorded as superseded. If a rings document spoke of it, then one
///   without it is planned at once: nobody counts its outcomes any more, so it must not admit
///   anybody either.
/// - [2] After a resume, to each announced ring.
/// - [3] Signing for the next wave that has devices, Finishing if there is none. In front of a ring
///   that a person has to approve, WaitingForApproval.
/// - [4] Only if a rings document spoke of the rollout.
/// - [5] The same document under the same sequence: the signer answers a repetition as it answered
///   the first.
/// - [6] And WaitingForApproval; it resumes in the ring before, whose gate leads there again.
/// - [7] Of another rollout, which takes the devices back: see [Rollbacks].
/// - [8] In the wave in which it stood; each announced ring is told. See [Retries].
/// - [9] In the same wave with a higher share: see [Pacing]. Until that of the wave is reached its
///   gate can stop the rollout, and neither opens nor pauses.
/// - [10] In the wave in which it stood, the last that was planned; each announced ring is told. A
///   lifted hold begins the spread of starts anew, so that who was kept out has its whole time; an
///   added one leads back to the wait for an approval at once.
/// - [11] And Completed: it stays so, and nothing that ends a rollout ends it again.
/// - [12] What the stage says already, under a higher sequence: it admits whom it admitted, and its
///   gates and its soak go on. See [Flags].
///
/// "Rings signed" and "rings refused" mean those of the sequence that the stage waits for.
/// Everything else is stale and ignored with a reason. What speaks of a release that is not signed
/// yet is kept until it is: no order holds between topics.
///
/// A gate is asked only when every partition of the devices has counted under the rings document of
/// the wave, so that old counts never open it. The soak begins when the gate opens (our choice:
/// from then on enough devices run the release for it to show its faults) and anew when it opens
/// again. Gates of rings that are done can still stop a rollout, never hold it. A ring without
/// devices, and a wave that admits nobody, pass at once.
public final class RolloutMachine {
  private static final int DELTAS_AHEAD_LIMIT = 256;
  private static final int WAITING_LIMIT = 16;

  private RolloutMachine() {}

  /// Takes in one event.
  ///
  /// @param now not before the `now` of earlier steps, or timers come late
  public static Transition step(ProductRollouts state, RolloutEvent event, Instant now) {
    return switch (event) {
      case RolloutEvent.ReleaseSigned signed -> released(state, signed, now);
      case RolloutEvent.DeltasSigned deltas -> deltasSigned(state, deltas, now);
      case RolloutEvent.RingsSigned signed -> Signatures.signed(state, signed, now);
      case RolloutEvent.RingsRefused refused -> Signatures.refused(state, refused, now);
      case RolloutEvent.CountsChanged counts -> counted(state, counts, now);
      case RolloutEvent.Ordered ordered -> RolloutOrders.ordered(state, ordered, now);
      case RolloutEvent.Withdrawn withdrawn -> withdrawn(state, withdrawn, now);
      case RolloutEvent.RollbackOrdered rollback -> Rollbacks.ordered(state, rollback, now);
      case RolloutEvent.Promoted promoted -> RolloutOrders.promoted(state, promoted, now);
      case RolloutEvent.RetryOrdered retry -> Retries.ordered(state, retry, now);
      case RolloutEvent.Approved approved -> RolloutOrders.approved(state, approved, now);
      case RolloutEvent.SafeguardOrdered safeguard ->
          RolloutOrders.safeguarded(state, safeguard, now);
      case RolloutEvent.FlagOrdered flag -> Flags.ordered(state, flag, now);
      case RolloutEvent.TimePassed() -> timePassed(state, now);
    };
  }

  /// A higher counter begins a rollout, or waits for a person; then what had come ahead of it is
  /// taken in.
  private static Transition released(
      ProductRollouts state, RolloutEvent.ReleaseSigned event, Instant now) {
    long counter = event.release().counter();
    if (counter <= state.history().lastCounter()) {
      return ignored(
          state,
          "release %s has counter %d, not above %d"
              .formatted(event.release().release(), counter, state.history().lastCounter()));
    }
    var step = new RolloutStep(state, now);
    var rollout =
        Rollout.create(
            new RolloutId(state.product(), counter),
            event.release(),
            new Purpose.Advance(),
            event.policy(),
            state.ahead().deltas().contains(counter),
            now);
    Set<Version> kept = floors(state);
    kept.addAll(event.policy().floors());
    step.change(s -> withoutDeltasUpTo(counter, s).withHistory(h -> h.with(event.release(), kept)));
    switch (event.policy().start()) {
      case AUTOMATIC -> Waves.begin(step, rollout);
      case MANUAL -> keepWaiting(step, rollout);
    }
    return RolloutOrders.takeAhead(step, rollout.id());
  }

  private static Set<Version> floors(ProductRollouts state) {
    return state
        .rollouts()
        .flatMap(rollout -> rollout.policy().floors().stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// Nobody may go back to it any more; its rollout ends as by an order. One that leads devices
  /// through it pauses, since only a person can say whether they may go without it.
  private static Transition withdrawn(
      ProductRollouts state, RolloutEvent.Withdrawn event, Instant now) {
    long counter = event.rollout().counter();
    RolloutId rollout =
        state
            .findActive()
            .filter(active -> active.release().counter() == counter)
            .map(Rollout::id)
            .orElse(event.rollout());
    var halt =
        new RolloutEvent.Ordered(rollout, Order.HALT, "signer", "withdrawn: " + event.reason());
    Optional<ReleaseRef> live =
        state.history().live().stream().filter(known -> known.counter() == counter).findFirst();
    // First, so that no document names it any more.
    ProductRollouts without = state.withHistory(history -> history.without(counter));
    Transition halted = RolloutOrders.ordered(without, halt, now);
    if (halted instanceof Transition.Ignored && without.equals(state)) {
      return halted;
    }
    var step = new RolloutStep(without, now);
    step.take(halted);
    if (halted instanceof Transition.Ignored
        && live.isPresent()
        && leadsThrough(step.state(), live.get())) {
      dropFloor(
          step,
          "floor release %s was withdrawn: %s"
              .formatted(live.get().release().version(), event.reason()));
    }
    return step.applied();
  }

  private static boolean leadsThrough(ProductRollouts state, ReleaseRef floor) {
    return state
        .findActive()
        .filter(active -> floor.counter() < active.release().counter())
        .filter(active -> active.policy().floors().contains(floor.release().version()))
        .isPresent();
  }

  private static void dropFloor(RolloutStep step, String cause) {
    if (RolloutOrders.isPausable(step.rollout().stage())) {
      Pauses.pause(step, cause + "; resumed, devices go without it");
    } else if (step.state().sequence() > 0) {
      Signatures.planAnew(step, false);
      step.record("floor-withdrawn", cause);
    }
  }

  private static ProductRollouts withoutDeltasUpTo(long counter, ProductRollouts state) {
    return state.withAhead(a -> a.withDeltas(a.deltas().tailSet(counter + 1)));
  }

  /// Only so many wait at a time: the oldest gives way, as it would to any started one.
  private static void keepWaiting(RolloutStep step, Rollout rollout) {
    List<Rollout> waiting = new ArrayList<>(step.state().waiting());
    waiting.add(rollout);
    if (waiting.size() > WAITING_LIMIT) {
      step.recordSuperseded(waiting.removeFirst(), rollout);
    }
    step.change(s -> s.withWaiting(waiting));
    step.record(rollout, "created", "");
  }

  private static Transition deltasSigned(
      ProductRollouts state, RolloutEvent.DeltasSigned event, Instant now) {
    if (!event.complete()) {
      return ignored(state, "more patches of release " + event.counter() + " are coming");
    }
    if (event.counter() > state.history().lastCounter()) {
      return deltasAhead(state, event.counter(), now);
    }
    Optional<Rollout> found = state.find(new RolloutId(state.product(), event.counter()));
    if (found.isEmpty() || found.get().deltasComplete()) {
      return ignored(state, "nobody waits for the patches of release " + event.counter());
    }
    var step = new RolloutStep(state, now);
    if (isActive(state, found.get())) {
      step.changeRollout(Rollout::withDeltasComplete);
      if (step.rollout().stage() instanceof Stage.WaitingForDeltas) {
        Waves.reach(step, Position.FIRST);
      }
    } else {
      step.change(
          s ->
              s.withWaiting(
                  s.waiting().stream()
                      .map(r -> r.equals(found.get()) ? r.withDeltasComplete() : r)
                      .toList()));
    }
    return step.applied();
  }

  private static Transition deltasAhead(ProductRollouts state, long counter, Instant now) {
    SortedSet<Long> ahead = new TreeSet<>(state.ahead().deltas());
    if (!ahead.add(counter)) {
      return ignored(state, "the patches of release " + counter + " are known to be complete");
    }
    if (ahead.size() > DELTAS_AHEAD_LIMIT) {
      // Without its mark a rollout waits out the delta wait: late, not broken.
      ahead.removeFirst();
    }
    var step = new RolloutStep(state, now);
    step.change(s -> s.withAhead(before -> before.withDeltas(ahead)));
    return step.applied();
  }

  private static Transition counted(
      ProductRollouts state, RolloutEvent.CountsChanged event, Instant now) {
    Optional<FleetCounts> counts = state.counts().with(event.report());
    if (counts.isEmpty()) {
      return ignored(
          state,
          "partition %d has reported since revision %d"
              .formatted(event.report().partition(), event.report().revision()));
    }
    var step = new RolloutStep(state.withCounts(counts.get()), now);
    if (state.findActive().isPresent()) {
      Waves.count(step);
      Waves.judge(step);
      Waves.recordProgress(step);
    }
    return step.applied();
  }

  private static Transition timePassed(ProductRollouts state, Instant now) {
    var step = new RolloutStep(state, now);
    if (state.findActive().isPresent()) {
      if (step.rollout().stage() instanceof Stage.WaitingForDeltas(var until)
          && !now.isBefore(until)) {
        Waves.reach(step, Position.FIRST);
      }
      Signatures.askAgainWhenLate(step);
      Flags.askAgainWhenLate(step);
      Waves.judge(step);
      Waves.recordProgress(step);
    }
    return step.applied();
  }

  private static boolean isActive(ProductRollouts state, Rollout rollout) {
    return state.findActive().filter(rollout::equals).isPresent();
  }

  private static Transition ignored(ProductRollouts state, String reason) {
    return new Transition.Ignored(state, reason);
  }
}
