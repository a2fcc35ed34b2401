package dev.sluice.rollout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.GeneratedEvents;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTimelineTest {
  private static final RolloutId ROLLOUT = new RolloutId(new ProductName("app"), 7);

  private static UpdateStep step(long number, Progress progress) {
    return new UpdateStep(
        number, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number), ROLLOUT, 1, progress);
  }

  private static List<UpdateStep> steps(Seeded seed, int most) {
    return seed.list(most, GeneratedEvents::step);
  }

  @Test
  void givenAnySteps_whenEncodedAndDecoded_thenAreTheSame() {
    Property.check(
        "a timeline survives encoding",
        200,
        seed -> {
          DeviceTimeline timeline = DeviceTimeline.EMPTY.with(steps(seed, DeviceTimeline.KEPT));

          assertThat(TimelineCodec.decode(TimelineCodec.encode(timeline))).isEqualTo(timeline);
        });
  }

  @Test
  void givenUpdateThatWaitedAndFailedOnce_whenAsked_thenTheWorkOfTheOneThatEndedWell() {
    DeviceTimeline timeline =
        DeviceTimeline.EMPTY.with(
            List.of(
                step(1, new Progress.Started()),
                step(3, new Progress.Confirmed(Outcome.FAILED, "")),
                step(10, new Progress.Started()),
                step(14, new Progress.Waiting("maintenance window")),
                step(500, new Progress.Switched()),
                step(502, new Progress.Healthy()),
                step(503, new Progress.Confirmed(Outcome.INSTALLED, ""))));

    assertThat(timeline.findWork(ROLLOUT, 1)).contains(Duration.ofSeconds(7));
    assertThat(timeline.findWork(ROLLOUT, 2)).isEmpty();
    assertThat(timeline.findWork(new RolloutId(ROLLOUT.product(), 8), 1)).isEmpty();
  }

  @Test
  void givenUpdateWithoutBeginningOrGoodEnd_whenAsked_thenNothing() {
    var begun = step(1, new Progress.Started());
    var installed = step(2, new Progress.Confirmed(Outcome.INSTALLED, ""));
    var back = step(2, new Progress.Confirmed(Outcome.ROLLED_BACK, "not healthy"));

    assertThat(new DeviceTimeline(List.of(begun)).findWork(ROLLOUT, 1)).isEmpty();
    assertThat(new DeviceTimeline(List.of(installed)).findWork(ROLLOUT, 1)).isEmpty();
    assertThat(new DeviceTimeline(List.of(begun, back)).findWork(ROLLOUT, 1)).isEmpty();
  }

  @Test
  void givenFlippedBit_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "a damaged timeline is refused or read, never a surprise",
        500,
        seed -> {
          byte[] damaged =
              seed.withFlippedBit(TimelineCodec.encode(DeviceTimeline.EMPTY.with(steps(seed, 5))));

          try {
            assertThat(TimelineCodec.decode(damaged)).isNotNull();
          } catch (IllegalArgumentException e) {
            assertThat(e).isNotNull();
          }
        });
  }

  @Test
  void givenUsualUpdate_whenEncoded_thenIsShort() {
    DeviceTimeline timeline =
        DeviceTimeline.EMPTY.with(
            List.of(
                step(1, new Progress.Told()),
                step(2, new Progress.Started()),
                step(3, new Progress.Fetched(Progress.Source.EDGE, Progress.Form.DELTA, 1_234_567)),
                step(
                    3,
                    new Progress.Fetched(
                        Progress.Source.EDGE, Progress.Form.DELTA, 1_234_567, 48_000_000)),
                step(4, new Progress.Applied()),
                step(5, new Progress.Switched()),
                step(6, new Progress.Healthy())));

    assertThat(TimelineCodec.encode(timeline).length).isLessThan(90);
  }

  @Test
  void givenReportThatComesAgain_whenTakenIn_thenChangesNothing() {
    Property.check(
        "reports that come again, whole or in part, change nothing",
        100,
        seed -> {
          List<UpdateStep> told = steps(seed, DeviceTimeline.KEPT);
          DeviceTimeline once = DeviceTimeline.EMPTY.with(told);
          int from = told.isEmpty() ? 0 : seed.nextInt(told.size());

          assertThat(once.with(told)).isEqualTo(once);
          assertThat(once.with(told.subList(from, told.size()))).isEqualTo(once);
        });
  }

  @Test
  void givenTooManySteps_whenTakenIn_thenTheOldestGo() {
    List<UpdateStep> told = new ArrayList<>();
    for (int number = 1; number <= DeviceTimeline.KEPT + 3; number++) {
      told.add(step(number, new Progress.Started()));
    }

    DeviceTimeline timeline = DeviceTimeline.EMPTY.with(told);

    assertThat(timeline.steps()).hasSize(DeviceTimeline.KEPT);
    assertThat(timeline.steps().getFirst().number()).isEqualTo(4);
  }

  @Test
  void givenOtherForm_whenDecoded_thenRefuses() {
    assertThatThrownBy(() -> TimelineCodec.decode(new byte[] {9, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("form");
  }
}
