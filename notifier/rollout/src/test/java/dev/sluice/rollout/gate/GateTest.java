package dev.sluice.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private record Case(String name, WaveCounts counts, GateDecision decision) {}

  static List<Case> cases() {
    return List.of(
        new Case(
            "nothing yet",
            counts(100, 0, 0),
            new GateDecision.Hold(
                "0 of 100 confirmed (50 needed), failure rate ≤ 100 % at 90 % confidence, limit 2 %")),
        new Case(
            "all confirmed",
            counts(3, 3, 0),
            new GateDecision.Open("0 of 3 devices failed, limit 2 %")),
        new Case(
            "one of twenty is more than the limit, and proves nothing",
            counts(20, 19, 1),
            new GateDecision.Unclear(
                "1 of 20 devices failed, limit 2 %: above it, but too few to be 90 % sure")),
        new Case(
            "one early failure in a million",
            counts(1_000_000, 0, 1),
            new GateDecision.Hold(
                "0 of 1000000 confirmed (500000 needed), 1 failed, failure rate ≤ 100 % at 90 %"
                    + " confidence, limit 2 %")),
        new Case(
            "three percent of ten thousand",
            counts(10_000, 9_700, 300),
            new GateDecision.Stop(
                "300 of 10000 devices failed, failure rate ≥ 2.48 % at 90 % confidence, limit 2 %")),
        new Case(
            "both of two",
            counts(2, 0, 2),
            new GateDecision.Stop(
                "2 of 2 devices failed, failure rate ≥ 8.13 % at 90 % confidence, limit 2 %")),
        new Case(
            "proved good before all have answered",
            counts(1_000, 600, 0),
            new GateDecision.Open(
                "600 of 1000 confirmed (500 needed), failure rate ≤ 0.47 % at 90 % confidence,"
                    + " limit 2 %")),
        new Case(
            "proved good, too few confirmed",
            counts(1_000, 499, 0),
            new GateDecision.Hold(
                "499 of 1000 confirmed (500 needed), failure rate ≤ 0.57 % at 90 % confidence,"
                    + " limit 2 %")),
        new Case(
            "silence up to its share",
            new WaveCounts(10, 10, 7, 0, 0, 3, 0, 0),
            new GateDecision.Open("0 of 7 devices failed, limit 2 %")),
        new Case(
            "more silence is failure",
            new WaveCounts(10, 10, 3, 0, 0, 7, 0, 0),
            new GateDecision.Stop(
                "4 of 7 devices failed (4 of them silent, or unable to try, past their time), failure rate ≥ 11.12 % at 90 % confidence, limit 2 %")),
        new Case(
            "who could not try is ignored up to the share of silence",
            new WaveCounts(10, 10, 7, 0, 2, 1, 0, 0),
            new GateDecision.Open("0 of 7 devices failed, limit 2 %")),
        new Case(
            "more that could not try is failure",
            new WaveCounts(10, 10, 6, 0, 4, 0, 0, 0),
            new GateDecision.Unclear(
                "1 of 7 devices failed (1 of them silent, or unable to try, past their time), limit 2"
                    + " %: above it, but too few to be 90 % sure")),
        new Case(
            "nobody said anything, and a person has seen it",
            new WaveCounts(4, 4, 0, 0, 3, 1, 0, 4),
            new GateDecision.Open("its failures and its silence were accepted")),
        new Case(
            "accepted failures",
            new WaveCounts(10, 10, 7, 3, 0, 0, 3, 0),
            new GateDecision.Open("0 of 7 devices failed, limit 2 %")),
        new Case(
            "all failed, all accepted",
            new WaveCounts(2, 2, 0, 2, 0, 0, 2, 0),
            new GateDecision.Open("its failures and its silence were accepted")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givenCounts_whenJudged_thenDecides(Case example) {
    assertThat(Gate.DEFAULT.judge(example.counts)).as(example.name).isEqualTo(example.decision);
  }

  @Test
  void givenNoFailureAllowed_whenOneFails_thenStops() {
    var strict = new Gate(0, 950_000, 500_000, 300_000, 20);

    assertThat(strict.judge(counts(1_000, 500, 0))).isInstanceOf(GateDecision.Hold.class);
    assertThat(strict.judge(counts(1_000, 500, 1))).isInstanceOf(GateDecision.Stop.class);
  }

  @Test
  void givenAnyFailureAllowed_whenAllFail_thenOpens() {
    var open = new Gate(1_000_000, 950_000, 0, 300_000, 0);

    assertThat(open.judge(counts(1_000, 0, 1_000))).isInstanceOf(GateDecision.Open.class);
  }

  @Test
  void givenPartOfTheWaveStarted_whenItFails_thenStopsByThatPart() {
    assertThat(Gate.DEFAULT.judge(counts(1_000, 0, 5))).isInstanceOf(GateDecision.Hold.class);
    assertThat(Gate.DEFAULT.judge(new WaveCounts(1_000, 20, 0, 5, 0, 0, 0, 0)))
        .isInstanceOf(GateDecision.Stop.class);
  }

  @Test
  void givenMoreOutcomesThanDevices_whenBuilt_thenRefuses() {
    assertThatThrownBy(() -> counts(2, 2, 1)).hasMessageContaining("3, 2, 2");
  }

  @Test
  void givenAllSilenceIgnored_whenNobodyAnswers_thenAPersonDecides() {
    assertThat(Gate.DEFAULT.withSilenceIgnored().judge(new WaveCounts(4, 4, 0, 0, 3, 1, 0, 0)))
        .isEqualTo(
            new GateDecision.Unclear(
                "none of 4 devices has installed it or failed: 1 silent, 3 could not try"));
  }

  /// All have started.
  private static WaveCounts counts(long admitted, long confirmed, long failed) {
    return new WaveCounts(admitted, admitted, confirmed, failed, 0, 0, 0, 0);
  }
}
