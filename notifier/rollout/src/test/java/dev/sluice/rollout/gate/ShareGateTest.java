package dev.sluice.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShareGateTest {
  private record Case(String name, WaveCounts counts, Class<? extends GateDecision> decision) {}

  static List<Case> cases() {
    return List.of(
        new Case("nothing yet", new WaveCounts(100, 0, 0, 0), GateDecision.Hold.class),
        new Case("just below the share", new WaveCounts(100, 89, 0, 0), GateDecision.Hold.class),
        new Case("at the share", new WaveCounts(100, 90, 0, 0), GateDecision.Open.class),
        new Case(
            "all with outcome below the share",
            new WaveCounts(3, 2, 1, 1),
            GateDecision.Open.class),
        new Case("at the failure limit", new WaveCounts(100, 90, 2, 0), GateDecision.Open.class),
        new Case("above the failure limit", new WaveCounts(100, 95, 3, 0), GateDecision.Stop.class),
        new Case("accepted failures", new WaveCounts(100, 95, 3, 3), GateDecision.Open.class),
        new Case(
            "one early failure in a million",
            new WaveCounts(1_000_000, 0, 1, 0),
            GateDecision.Hold.class),
        new Case(
            "three percent of ten thousand",
            new WaveCounts(10_000, 9_700, 300, 0),
            GateDecision.Stop.class));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givenCounts_whenJudged_thenDecides(Case example) {
    assertThat(ShareGate.DEFAULT.judge(example.counts)).isInstanceOf(example.decision);
  }

  @Test
  void givenMoreOutcomesThanDevices_whenBuilt_thenRefuses() {
    assertThatThrownBy(() -> new WaveCounts(2, 2, 1, 0)).hasMessageContaining("2 admitted");
  }
}
