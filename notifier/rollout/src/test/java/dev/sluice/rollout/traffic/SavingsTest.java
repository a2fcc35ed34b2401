package dev.sluice.rollout.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SavingsTest {
  @Test
  void givenSteps_whenAsked_thenDownloadsOfKnownLengthCount() {
    assertThat(Savings.of(step(new Progress.Started()))).isEmpty();
    assertThat(Savings.of(step(fetched(Progress.Form.DELTA, 10, 0)))).isEmpty();
    assertThat(Savings.of(step(fetched(Progress.Form.DELTA, 10, 400))))
        .contains(new Savings(1, 400, 10));
    assertThat(Savings.of(step(fetched(Progress.Form.COMPRESSED, 200, 400))))
        .contains(new Savings(1, 400, 200));
    assertThat(Savings.of(step(fetched(Progress.Form.FULL, 10, 400))))
        .as("an interrupted download in full saved nothing")
        .contains(new Savings(1, 400, 400));
  }

  @Test
  void givenCounts_whenStored_thenTheSameComesBackAndDamageIsRefused() {
    var savings = new Savings(3, 1_200, NodeTraffic.MAX_BYTES);
    var traffic =
        new NodeTraffic(
            new NodeTraffic.Sent(1, 2),
            new NodeTraffic.Sent(3, 4),
            new NodeTraffic.Sent(5, 6),
            NodeTraffic.MAX_BYTES);

    assertThat(TrafficCodec.savings(TrafficCodec.encode(savings))).isEqualTo(savings);
    assertThat(TrafficCodec.traffic(TrafficCodec.encode(traffic))).isEqualTo(traffic);
    assertThat(savings.plus(savings).fetchedBytes()).isEqualTo(NodeTraffic.MAX_BYTES);
    assertThatThrownBy(() -> TrafficCodec.traffic(TrafficCodec.encode(savings)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Progress fetched(Progress.Form form, long lengthBytes, long wholeBytes) {
    return new Progress.Fetched(Progress.Source.EDGE, form, lengthBytes, wholeBytes);
  }

  private static UpdateStep step(Progress progress) {
    return new UpdateStep(1, Instant.EPOCH, RolloutId.parse("demo/1"), 1, progress);
  }
}
