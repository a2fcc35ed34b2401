package dev.sluice.update;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.NextState;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.Timeline;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.Connected;
import dev.sluice.update.settings.InPlacePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The device tells what it did, in order, once, and even after a power cut.
class TimelineTest {
  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device =
      FakeDevice.withHealthCheck(
          clock, new Seeded(13), edge, fleet.trustAnchor(), InPlacePolicy.NEVER);
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(5_000);
  private Release old;
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, Arrays.copyOf(oldBytes, 5_700));
    fleet.ring(old, null);
    device.start();
    device.steps().clear();
    device.reports().clear();
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  private static List<String> words(List<UpdateStep> steps) {
    return steps.stream().map(step -> step.progress().word()).toList();
  }

  private Progress.Fetched fetched() {
    return device.steps().stream()
        .map(UpdateStep::progress)
        .filter(Progress.Fetched.class::isInstance)
        .map(Progress.Fetched.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenPatch_whenItIsInstalled_thenTheStoryIsToldInOrder() {
    String patch = fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));

    announce();

    assertThat(words(device.steps()))
        .containsExactly(
            "told", "started", "fetched", "applied", "switched", "healthy", "confirmed");
    assertThat(device.steps()).allMatch(step -> step.rollout().equals(next.rollout()));
    assertThat(device.steps()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(fetched())
        .isEqualTo(
            new Progress.Fetched(
                Progress.Source.EDGE,
                Progress.Form.DELTA,
                requireNonNull(fleet.files().get(patch)).length,
                fetched().wholeBytes()));
    assertThat(fetched().wholeBytes()).isGreaterThan(fetched().lengthBytes());
    assertThat(device.steps().getLast().progress())
        .isEqualTo(new Progress.Confirmed(Outcome.INSTALLED, ""));
    assertThat(device.reports()).hasSize(1);
  }

  @Test
  void givenNoPatch_whenItIsInstalled_thenSaysHowManyBytesCame() {
    fleet.ring(old, fleet.next(next));

    announce();

    assertThat(fetched().form()).isEqualTo(Progress.Form.FULL);
    // The slices and their list.
    assertThat(fetched().lengthBytes()).isEqualTo(5_700 + 6 * 32);
    assertThat(words(device.steps())).doesNotContain("applied");
  }

  @Test
  void givenVersionThatIsNotHealthy_whenItGoesBack_thenSaysSoAndWhy() {
    device.sicken(next.artifact().digest());
    fleet.ring(old, fleet.next(next));

    announce();

    assertThat(words(device.steps()))
        .containsExactly("told", "started", "fetched", "switched", "rolled-back", "confirmed");
    assertThat(device.steps().getLast().progress())
        .isInstanceOfSatisfying(
            Progress.Confirmed.class,
            confirmed -> {
              assertThat(confirmed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
              assertThat(confirmed.why()).startsWith("not healthy: ");
            });
  }

  @Test
  void givenPlaceInAWindow_whenItHasNotCome_thenTellsWithTheNextLookThatItWaits() {
    fleet.ring(old, fleet.next(next, NextState.ADMITTING, Duration.ofHours(200), false));

    announce();
    assertThat(device.steps()).isEmpty();
    device.awaitWake();

    assertThat(words(device.steps())).containsExactly("told", "waiting");
    device.awaitWake();
    assertThat(device.steps()).hasSize(2);
  }

  @Test
  void givenSlowUpdate_whenAMinuteIsOver_thenTellsWhatItDidSoFar() {
    device.setLooksUntilHealthy(100);
    fleet.ring(old, fleet.next(next));
    device.step(new Announced(fleet.announcement(next)));
    while (!device.state().phaseName().equals("proving")) {
      assertThat(device.answer()).isTrue();
    }
    assertThat(device.steps()).isEmpty();

    clock.set(clock.instant().plus(Duration.ofMinutes(2)));
    device.step(new UpdateEvent.Woken());

    assertThat(words(device.steps())).containsExactly("told", "started", "fetched", "switched");
    assertThat(device.reports()).hasSize(1);
  }

  @Test
  void givenHubThatIsAway_whenConnectedAgain_thenAllStepsAreToldInSeveralReports() {
    device.deliverReports(false);
    for (int counter = 2; counter <= 4; counter++) {
      next = fleet.release(counter + ".0", counter, new Seeded(counter).bytesOfLength(3_000));
      fleet.ring(old, fleet.next(next));
      announce();
    }
    device.steps().clear();
    device.deliverReports(true);

    device.send(new Connected());
    device.settle();

    assertThat(words(device.steps()).stream().filter("confirmed"::equals)).hasSize(3);
    device.steps().clear();
    device.send(new Connected());
    assertThat(device.steps()).isEmpty();
  }

  @Test
  void givenPowerCutAnywhere_whenStartedAgain_thenStepsAreInOrderAndNoneIsMissing() {
    for (int effects = 0; effects < 60; effects++) {
      var cut = new TimelineTest();
      cut.givenDeviceThatRunsTheOldRelease();
      cut.fleet.ring(cut.old, cut.fleet.next(cut.next));
      cut.device.cutPowerAfter(effects);
      try {
        cut.announce();
      } catch (FakeDevice.PowerCut e) {
        cut.device.start();
      }
      cut.device.cutPowerAfter(Long.MAX_VALUE);
      cut.device.send(new Connected());

      assertThat(words(cut.device.memory().timeline().steps()))
          .endsWith("told", "started", "fetched", "switched", "healthy", "confirmed");
    }
  }

  @Test
  void givenMoreThanIsKept_whenNoted_thenTheOldestGoAndNumbersRise() {
    Timeline timeline = Timeline.EMPTY;
    for (int i = 0; i < Timeline.MAX_STEPS + 4; i++) {
      timeline =
          timeline.with(
              clock.instant(), next.rollout(), 1, new Progress.Waiting("for number " + i));
    }

    assertThat(timeline.steps()).hasSize(Timeline.MAX_STEPS);
    assertThat(timeline.steps().getFirst().number()).isEqualTo(5);
    assertThat(timeline.undelivered()).hasSize(UpdateStep.MAX_STEPS);
    assertThat(timeline.withDelivered(Long.MAX_VALUE).undelivered()).isEmpty();
    List<UpdateStep> twice = List.of(timeline.steps().getFirst(), timeline.steps().getFirst());
    assertThatThrownBy(() -> new Timeline(0, 0, twice))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
