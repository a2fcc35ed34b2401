package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Releases of a known failure rate go through a first ring, a thousand times each, with the gate
/// as
/// it comes. Devices fail sooner than they succeed, and some are switched off.
class RingTrialTest {
  private static final int TRIALS = 1_000;
  private static final int RING = 1_000;
  private static final double BAD = 0.05;
  private static final double GOOD = 0.005;

  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Duration TICK = Duration.ofMinutes(1);

  private enum Verdict {
    HALTED,
    UNCLEAR,
    PASSED
  }

  @Test
  void givenBadRelease_whenTried_thenHaltedInItsFirstRing() {
    assertThat(count(BAD, 0).get(Verdict.HALTED)).isGreaterThanOrEqualTo(990);
  }

  @Test
  void givenBadReleaseAndDevicesOff_whenTried_thenHaltedInItsFirstRing() {
    assertThat(count(BAD, 0.2).get(Verdict.HALTED)).isGreaterThanOrEqualTo(990);
  }

  @Test
  void givenGoodRelease_whenTried_thenPasses() {
    assertThat(count(GOOD, 0).get(Verdict.PASSED)).isGreaterThanOrEqualTo(990);
  }

  @Test
  void givenGoodReleaseAndDevicesOff_whenTried_thenPasses() {
    assertThat(count(GOOD, 0.2).get(Verdict.PASSED)).isGreaterThanOrEqualTo(990);
  }

  private static Map<Verdict, Integer> count(double rate, double off) {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, 0);
    }
    for (int trial = 0; trial < TRIALS; trial++) {
      verdicts.merge(tried(new Seeded(trial), rate, off), 1, Integer::sum);
    }
    return verdicts;
  }

  private static Verdict tried(Seeded seed, double rate, double off) {
    var scenario = new Scenario();
    scenario.release(1, policy()).signed();
    int[][] answers = answers(seed, rate, off);
    int confirmed = 0;
    int failed = 0;
    for (int[] minute : answers) {
      confirmed += minute[0];
      failed += minute[1];
      scenario.now = scenario.now.plus(TICK);
      scenario.counts(
          new RingCounts(RING, RING, confirmed, failed, 0), new RingCounts(9_000, 0, 0, 0, 0));
    }
    switch (scenario.pass(RingPolicy.DEFAULT_SILENT_AFTER).stage()) {
      case Stage.Halted _ -> {
        return Verdict.HALTED;
      }
      case Stage.Paused _ -> {
        return Verdict.UNCLEAR;
      }
      case Stage.Soaking _ -> {
        return Verdict.PASSED;
      }
      default -> throw new AssertionError("undecided: " + scenario.stage());
    }
  }

  /// How many devices confirm and fail in each minute. A device starts within the window, fails
  /// after one to three minutes or confirms after two to ten.
  private static int[][] answers(Seeded seed, double rate, double off) {
    var answers = new int[(int) WINDOW.toMinutes() + 11][2];
    for (int device = 0; device < RING; device++) {
      if (!seed.chance(off)) {
        int start = seed.nextInt((int) WINDOW.toMinutes());
        if (seed.chance(rate)) {
          answers[start + seed.nextInt(1, 4)][1]++;
        } else {
          answers[start + seed.nextInt(2, 11)][0]++;
        }
      }
    }
    return answers;
  }

  /// A soak that outlasts the trial, so that what happens in it still counts.
  private static RolloutPolicy policy() {
    return new RolloutPolicy(
        List.of(ring("canary", new Selector.Tag("canary")), ring("broad", new Selector.Everyone())),
        Duration.ZERO,
        StartMode.AUTOMATIC,
        FailureAction.HALT);
  }

  private static RingPolicy ring(String name, Selector selector) {
    return new RingPolicy(
        name,
        selector,
        List.of(RingPolicy.WHOLE_PPM),
        Duration.ofHours(2),
        WINDOW,
        RingPolicy.DEFAULT_SILENT_AFTER,
        false,
        Gate.DEFAULT);
  }
}
