package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.policy.RingPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the version before gates by evidence wrote is still read: a notifier is replaced while
/// rollouts are under way.
class EarlierStateTest {
  @Test
  void givenStateOfTheVersionBefore_whenRead_thenTheRolloutGoesOnUnderTheNewGate()
      throws Exception {
    var scenario = new Scenario();
    scenario.release(1, Scenario.policy()).deltas(1).signed();
    scenario.counts(new RingCounts(10, 10, 4, 0, 0), Scenario.closed(10));
    String written =
        new String(RolloutsCodec.encode(scenario.state), StandardCharsets.UTF_8)
            .replaceAll(",\"lastRun\":\\d+", "")
            .replaceAll(",\"releases\":\\[[^]]*\\]", "")
            .replaceAll(",\"purpose\":\\{[^}]*\\}", "")
            .replaceAll(",\"silentAfter\":\"[^\"]*\"", "")
            .replaceAll(",\"approval\":(true|false)", "")
            .replaceAll(
                "\"gate\":\\{[^}]*\\}",
                "\"gate\":{\"type\":\"shares\",\"confirmedSharePpm\":900000,"
                    + "\"failedShareLimitPpm\":10000}")
            .replaceAll(",\"promoted\":\\d+", "")
            .replaceAll(",\"acceptedSilence\":\\d+", "")
            .replaceAll(",\"inconclusive\":\\d+", "")
            .replaceAll(",\"causes\":(\\[\\]|\\{\\})", "");

    ProductRollouts read = RolloutsCodec.decode(written.getBytes(StandardCharsets.UTF_8));

    assertThat(written).doesNotContain("lastRun", "purpose", "silentAfter", "causes");
    Rollout rollout = read.findActive().orElseThrow();
    assertThat(rollout.stage()).isEqualTo(scenario.stage());
    assertThat(rollout.tracks()).isEqualTo(scenario.rollout().tracks());
    assertThat(rollout.policy().rings())
        .allSatisfy(
            ring -> {
              assertThat(ring.silentAfter()).isEqualTo(RingPolicy.DEFAULT_SILENT_AFTER);
              assertThat(ring.gate())
                  .isEqualTo(
                      new Gate(
                          10_000,
                          Gate.DEFAULT.confidencePpm(),
                          900_000,
                          Gate.DEFAULT.silentLimitPpm(),
                          Gate.DEFAULT.sample()));
            });
    assertThat(read.history().live()).isEqualTo(List.of(Scenario.release(1)));
    assertThat(read.counts()).isEqualTo(scenario.state.counts());
  }
}
