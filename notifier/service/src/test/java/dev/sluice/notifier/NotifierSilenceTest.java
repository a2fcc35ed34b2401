package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class NotifierSilenceTest {
  private static final String THREAD = "sluice-notifier-1-StreamThread-1-consumer";

  private record Seconds(String client, double seconds) implements Metric {
    @Override
    public MetricName metricName() {
      return new MetricName(
          "last-poll-seconds-ago", "consumer-metrics", "", Map.of("client-id", client));
    }

    @Override
    public Object metricValue() {
      return seconds;
    }
  }

  @Test
  void givenThreadsThatAskForEvents_whenLooking_thenNothingIsWrong() {
    assertThat(Notifier.silence(List.of(new Seconds(THREAD, 0), new Seconds(THREAD, 20))))
        .isEmpty();
    assertThat(Notifier.silence(List.of(new Seconds(THREAD, -1)))).isEmpty();
  }

  @Test
  void givenThreadThatIsHeldUp_whenLooking_thenSaysForHowLong() {
    assertThat(Notifier.silence(List.of(new Seconds(THREAD, 1), new Seconds(THREAD, 41))))
        .get()
        .asString()
        .contains("41 s", "transaction");
  }

  @Test
  void givenConsumerOfNoThread_whenLooking_thenMayBeSilent() {
    assertThat(
            Notifier.silence(
                List.of(
                    new Seconds("sluice-notifier-1-StreamThread-1-restore-consumer", 99),
                    new Seconds("sluice-notifier-1-global-consumer", 99))))
        .isEmpty();
  }
}
