package dev.sluice.notifier.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutMetersTest {
  private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = NOW;
  private final RolloutMeters meters = new RolloutMeters(registry, () -> now);

  @Test
  void givenRollout_whenCountsRise_thenTheSameMetersTellThem() {
    meters.show(0, rollout(1, "admitting", 0, NOW));
    Gauge confirmed = devices("confirmed");

    meters.show(0, rollout(1, "admitting", 3, NOW.plusSeconds(5)));
    now = NOW.plusSeconds(10);

    assertThat(confirmed.value()).isEqualTo(3);
    assertThat(devices("failed").value()).isEqualTo(1);
    assertThat(devices("pending").value()).isEqualTo(1);
    assertThat(devices("remaining").value()).isEqualTo(5);
    assertThat(seconds("admitting")).as("since it came into the state").isEqualTo(10);
  }

  @Test
  void givenNewStateOrRollout_whenShown_thenItTakesThePlaceOfTheOneBefore() {
    meters.show(0, rollout(1, "admitting", 0, NOW));
    meters.show(0, rollout(1, "halted", 0, NOW.plusSeconds(5)));
    now = NOW.plusSeconds(6);

    assertThat(seconds("halted")).isEqualTo(1);
    assertThat(registry.find("sluice.rollout.state.seconds").gauges()).hasSize(1);

    meters.show(0, rollout(2, "soaking", 0, now));
    meters.show(0, rollout(1, "superseded", 0, now));
    assertThat(registry.find("sluice.rollout.state.seconds").gauges())
        .singleElement()
        .satisfies(gauge -> assertThat(gauge.getId().getTag("state")).isEqualTo("soaking"));
  }

  @Test
  void givenPartitionOfAnother_whenForgotten_thenItsMetersAreGone() {
    meters.show(0, rollout(1, "halted", 0, NOW));

    meters.forget(1);
    assertThat(registry.getMeters()).isNotEmpty();
    meters.forget(0);

    assertThat(registry.getMeters()).isEmpty();
  }

  private Gauge devices(String outcome) {
    return registry
        .get("sluice.rollout.ring.devices")
        .tags("product", "demo", "ring", "canary", "outcome", outcome)
        .gauge();
  }

  private double seconds(String state) {
    return registry
        .get("sluice.rollout.state.seconds")
        .tags("product", "demo", "state", state)
        .gauge()
        .value();
  }

  private static RolloutSnapshot rollout(long counter, String state, long confirmed, Instant at) {
    var ring =
        new RingProgress(
            "canary",
            "admitting",
            10,
            5,
            confirmed,
            1,
            0,
            0,
            FailureCauses.NONE,
            1,
            1,
            new RingSpan.Started(NOW));
    return new RolloutSnapshot(
        new RolloutId(new ProductName("demo"), counter),
        ReleaseId.parse("demo/1." + counter),
        counter,
        state,
        "",
        at,
        List.of(ring));
  }
}
