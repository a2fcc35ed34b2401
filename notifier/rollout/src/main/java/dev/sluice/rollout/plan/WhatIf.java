package dev.sluice.rollout.plan;

import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.gate.RingOdds;
import dev.sluice.rollout.plan.RolloutPlan.RingPlan;
import dev.sluice.rollout.plan.RolloutPlan.Risk;
import dev.sluice.rollout.plan.RolloutPlan.Spread;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// Runs a rollout some times in virtual time, and says what comes out.
///
/// Equal questions get equal answers: all chance comes from the seed. Work is bounded by
/// [#STEPS_LIMIT] steps of the machine; when they are used up no further run begins, and the plan
/// says how many there were.
///
/// @param signed the release, and the policy to try
/// @param hasDeltas whether its patches are complete, so that it need not wait for them
/// @param times how long devices took in earlier rollouts; [ConfirmationTimes#assumed()] if nothing
///     is known
/// @param isAssumed whether the times are assumed
/// @param failedPpm failure rates to try, in millionths, each above 0 and below 1,000,000; at most
///     [#MAX_RATES]
/// @param seed of all chance
public record WhatIf(
    RolloutEvent.ReleaseSigned signed,
    boolean hasDeltas,
    ConfirmationTimes times,
    boolean isAssumed,
    List<Long> failedPpm,
    long seed) {
  /// Most failure rates in one plan.
  public static final int MAX_RATES = 10;

  /// What is tried when nobody says anything else: 1, 2, 5, 10 and 50 %.
  public static final List<Long> STANDARD_RATES =
      List.of(10_000L, 20_000L, 50_000L, 100_000L, 500_000L);

  private static final long WHOLE_PPM = 1_000_000;
  private static final int RUNS = 11;
  private static final int STEPS_LIMIT = 100_000;
  private static final int TIMES = 4_096;
  private static final double SURELY = 0.95;

  /// Checks the rates.
  public WhatIf {
    failedPpm = List.copyOf(failedPpm);
    if (failedPpm.size() > MAX_RATES
        || failedPpm.stream().anyMatch(ppm -> ppm <= 0 || ppm >= WHOLE_PPM)) {
      throw new IllegalArgumentException(
          "expected at most %d failure rates between 0 and 1000000 millionths, got %s"
              .formatted(MAX_RATES, failedPpm));
    }
    if (times.total() == 0) {
      throw new IllegalArgumentException("expected times of confirmations, got none");
    }
  }

  /// Runs it over a fleet to which no device is added any more.
  ///
  /// @param startedAt the moment to take for the start
  public RolloutPlan plan(PlannedFleet fleet, Instant startedAt) {
    fleet.sort();
    long[] even = times.evenly(TIMES);
    var chance = new SplittableRandom(seed);
    int steps = 0;
    List<RunResult> good = new ArrayList<>();
    while (good.size() < RUNS && steps < STEPS_LIMIT) {
      good.add(run(fleet, startedAt, even, 0, chance.split()));
      steps += good.getLast().steps();
    }
    good.sort(Comparator.comparingLong(RunResult::tookMillis));
    List<Risk> risks = new ArrayList<>();
    for (long rate : failedPpm) {
      List<RunResult> bad = new ArrayList<>();
      while (bad.size() < RUNS && steps < STEPS_LIMIT) {
        bad.add(run(fleet, startedAt, even, rate, chance.split()));
        steps += bad.getLast().steps();
      }
      risks.add(risk(rate, bad));
    }
    return plan(fleet, startedAt, good, risks);
  }

  private RunResult run(
      PlannedFleet fleet, Instant startedAt, long[] even, long rate, SplittableRandom random) {
    return new PlanRun(fleet, startedAt, even, rate, rate == 0, random).run(signed, hasDeltas);
  }

  private RolloutPlan plan(
      PlannedFleet fleet, Instant startedAt, List<RunResult> good, List<Risk> risks) {
    Map<String, Integer> ends = new TreeMap<>();
    good.forEach(run -> ends.merge(run.end(), 1, Integer::sum));
    RunResult median = good.get(good.size() / 2);
    List<RingPlan> rings = new ArrayList<>();
    for (int i = 0; i < fleet.rings().size(); i++) {
      rings.add(ring(i, fleet.rings().get(i), good, median));
    }
    return new RolloutPlan(
        fleet.rollout(),
        startedAt,
        good.size(),
        fleet.devices(),
        fleet.rings().stream().mapToLong(PlannedRing::off).sum(),
        ends,
        spread(good, run -> run.end().equals(RunResult.COMPLETED) ? run.tookMillis() : -1),
        rings,
        median.traffic().orElse(List.of()),
        risks,
        new Assumptions(fleet, this).list());
  }

  private RingPlan ring(int index, PlannedRing ring, List<RunResult> good, RunResult median) {
    RingPolicy policy = signed.policy().rings().get(index);
    return new RingPlan(
        policy.name(),
        ring.devices(),
        ring.off(),
        spread(good, run -> run.spans().get(index).startMillis()),
        spread(good, run -> run.spans().get(index).endMillis()),
        ring.size() == 0
            ? 1
            : new RingOdds(policy.gate(), ring.size(), ring.size() - ring.off()).stopsFrom(SURELY),
        median.confirmed().get(index));
  }

  private Risk risk(long rate, List<RunResult> runs) {
    List<RunResult> caught =
        runs.stream()
            .filter(run -> run.end().equals(RunResult.HALTED) || run.end().equals(RunResult.PAUSED))
            .toList();
    // A policy may pause where a gate stops, so the words of the end do not tell the two apart.
    int stopped = (int) caught.stream().filter(RunResult::isStopped).count();
    return new Risk(
        rate,
        runs.size(),
        stopped,
        caught.size() - stopped,
        (int) runs.stream().filter(run -> run.end().equals(RunResult.COMPLETED)).count(),
        mostOften(caught),
        quantile(caught, RunResult::exposed, 0.5).orElse(0L),
        quantile(caught, RunResult::exposed, 0.9).orElse(0L),
        quantile(caught, RunResult::tookMillis, 0.5).map(Duration::ofMillis));
  }

  private Optional<String> mostOften(List<RunResult> caught) {
    Map<Integer, Integer> rings = new TreeMap<>();
    caught.forEach(run -> rings.merge(run.ring(), 1, Integer::sum));
    return rings.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> signed.policy().rings().get(entry.getKey()).name());
  }

  private static Optional<Spread> spread(List<RunResult> runs, ToLongFunction<RunResult> value) {
    return quantile(runs, value, 0.1)
        .map(
            p10 ->
                new Spread(
                    Duration.ofMillis(p10),
                    Duration.ofMillis(quantile(runs, value, 0.5).orElseThrow()),
                    Duration.ofMillis(quantile(runs, value, 0.9).orElseThrow())));
  }

  /// Of the values that are not negative.
  private static Optional<Long> quantile(
      List<RunResult> runs, ToLongFunction<RunResult> value, double share) {
    long[] values = runs.stream().mapToLong(value).filter(one -> one >= 0).sorted().toArray();
    return values.length == 0
        ? Optional.empty()
        : Optional.of(values[(int) Math.round((values.length - 1) * share)]);
  }
}
