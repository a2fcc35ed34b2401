package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.InstalledTouched;
import dev.sluice.update.settings.InPlacePolicy;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a device has given up it leaves alone, until another rollout brings it.
class GivenUpTest {
  private final VirtualClock clock = new VirtualClock();
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device =
      FakeDevice.withHealthCheck(
          clock, new Seeded(12), edge, fleet.trustAnchor(), InPlacePolicy.NEVER);
  private final byte[] firstBytes = new Seeded(1).bytesOfLength(5_000);
  private final byte[] secondBytes = new Seeded(2).bytesOfLength(5_000);
  private Release first;
  private Release second;
  private Release third;

  @BeforeEach
  void givenDeviceThatRunsTheFirstRelease() {
    first = fleet.release("1.0", 1, 1, List.of(), firstBytes);
    second = fleet.release("2.0", 2, 1, List.of(), secondBytes);
    third = fleet.release("3.0", 3, 1, List.of(), new Seeded(3).bytesOfLength(5_000));
    fleet.ring(first, null);
    device.start();
    fleet.ring(first, fleet.next(second));
  }

  private Confirmation latest() {
    return device.confirmations().getLast();
  }

  private void announce(Release release) {
    device.send(new Announced(fleet.announcement(release)));
  }

  private void beginProof() {
    device.step(new Announced(fleet.announcement(second)));
    while (!device.state().phaseName().equals("proving")) {
      assertThat(device.answer()).isTrue();
    }
  }

  private void requireSomebodyWentBack() {
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(latest().reason().code()).isEqualTo(OutcomeReason.Code.UNHEALTHY);
    assertThat(latest().reason().text()).endsWith("somebody put the previous version back");
    assertThat(device.installed()).isEqualTo(firstBytes);
    assertThat(device.memory().lastCounter()).isEqualTo(1);
    requireQuiet();
  }

  /// Neither the next looks nor a restart make the device fetch or say anything more.
  private void requireQuiet() {
    int confirmations = device.confirmations().size();
    byte[] installed = device.installed();
    edge.fetches().clear();
    device.awaitWake();
    device.start();
    device.awaitWake();
    assertThat(edge.paths()).noneMatch(path -> path.startsWith("targets/products/"));
    assertThat(device.confirmations()).hasSize(confirmations);
    assertThat(device.installed()).isEqualTo(installed);
  }

  @Test
  void givenNextAndCurrentReleaseGivenUp_whenLookingAgain_thenStaysAsItIs() {
    device.sicken(second.artifact().digest());
    device.sicken(third.artifact().digest());
    announce(second);
    fleet.ring(second, fleet.next(third));
    announce(third);
    device.awaitWake();

    requireQuiet();
    assertThat(device.installed()).isEqualTo(firstBytes);
    assertThat(device.memory().failures().entries()).hasSize(2);
  }

  @Test
  void givenReleaseGivenUp_whenAnotherRolloutBringsIt_thenBeginsAfresh() {
    device.setLooksUntilHealthy(5);
    announce(second);
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    var again = new RolloutId(FakeFleet.PRODUCT, 2, 2);

    fleet.ring(first, fleet.next(second, again, 1));
    announce(second);

    assertThat(latest().rollout()).isEqualTo(again);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(device.memory().failures()).isEqualTo(Failures.NONE);
  }

  @Test
  void givenReleaseGivenUp_whenItIsRetried_thenTriesAgainAndConfirmsTheAttempt() {
    device.setLooksUntilHealthy(5);
    announce(second);
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(latest().attempt()).isEqualTo(1);

    fleet.ring(first, fleet.next(second, second.rollout(), 2));
    announce(second);

    assertThat(latest().rollout()).isEqualTo(second.rollout());
    assertThat(latest().attempt()).isEqualTo(2);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(device.confirmations()).hasSize(3);
  }

  @Test
  void givenRetryThatFailsAgain_whenLookingAgain_thenStaysUntilTheNextAttempt() {
    device.sicken(second.artifact().digest());
    announce(second);
    fleet.ring(first, fleet.next(second, second.rollout(), 2));
    announce(second);
    assertThat(latest().attempt()).isEqualTo(2);
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);

    requireQuiet();
    fleet.ring(first, fleet.next(second, second.rollout(), 3));
    announce(second);

    assertThat(latest().attempt()).isEqualTo(3);
    assertThat(device.memory().timeline().steps().getLast().attempt()).isEqualTo(3);
  }

  @Test
  void givenDeviceThatRunsTheRelease_whenItIsRetried_thenDoesNothing() {
    announce(second);
    fleet.ring(first, fleet.next(second, second.rollout(), 2));

    requireQuiet();
  }

  @Test
  void givenPreviousPutBackBySomebody_whenItIsFoundHealthy_thenCountsAsRolledBack() {
    beginProof();
    device.setInstalled(firstBytes);

    device.settle();

    requireSomebodyWentBack();
  }

  @Test
  void givenPreviousPutBackBySomebody_whenStarted_thenCountsAsRolledBack() {
    beginProof();
    device.setInstalled(firstBytes);

    device.start();

    requireSomebodyWentBack();
  }

  @Test
  void givenPreviousMovedBackBySomebody_whenTheDeadlineIsUsedUp_thenCountsAsRolledBack() {
    device.setLooksUntilHealthy(100);
    beginProof();
    device.setInstalled(firstBytes);
    device.setPrevious(new byte[0]);

    device.settle();

    requireSomebodyWentBack();
  }

  @Test
  void givenInstalledRelease_whenAWatchdogBringsThePreviousBackAtAStart_thenIsNotInstalledAgain() {
    announce(second);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    fleet.ring(second, null);
    device.setInstalled(firstBytes);

    device.start();

    requireCameBack();
  }

  @Test
  void givenInstalledRelease_whenSomebodyCopiesThePreviousBack_thenIsNotInstalledAgain() {
    announce(second);
    device.setInstalled(firstBytes);

    device.send(new InstalledTouched());

    requireCameBack();
  }

  private void requireCameBack() {
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(latest().rollout()).isEqualTo(second.rollout());
    assertThat(latest().release()).isEqualTo(second.manifest().id());
    assertThat(latest().reason().text()).contains("came back");
    assertThat(device.reports().getLast())
        .singleElement()
        .satisfies(running -> assertThat(running.counter()).isEqualTo(1));
    assertThat(device.installed()).isEqualTo(firstBytes);
    requireQuiet();
  }

  @Test
  void givenReleaseThatWasTakenBack_whenItIsRetried_thenInstallsIt() {
    announce(second);
    device.setInstalled(firstBytes);
    device.start();
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);

    fleet.ring(first, fleet.next(second, second.rollout(), 2));
    announce(second);

    assertThat(device.installed()).isEqualTo(secondBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().attempt()).isEqualTo(2);
  }

  @Test
  void givenInstalledFileAsItWas_whenItWasTouched_thenNothingFollows() {
    announce(second);
    int confirmations = device.confirmations().size();

    device.send(new InstalledTouched());

    assertThat(device.confirmations()).hasSize(confirmations);
    assertThat(device.installed()).isEqualTo(secondBytes);
  }

  @Test
  void givenFileThatSomebodyKeepsChanging_whenProving_thenIsGivenUpInTheEnd() {
    for (int i = 0; i < Failures.MAX_COUNT; i++) {
      beginProof();
      device.setInstalled(new byte[] {1, 2, (byte) i});
      device.settle();
      fleet.ring(first, fleet.next(second));
    }

    assertThat(device.memory().failures().isGivenUp(second.rollout(), 1, second.manifestDigest()))
        .isTrue();
  }

  @Test
  void givenDiskThatFailsAfterTheSwitch_whenTheVersionIsHealthy_thenIsInstalled() {
    device.failAfterInstall();

    announce(second);

    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(device.installed()).isEqualTo(secondBytes);
  }

  @Test
  void givenDiskThatFailsAfterTheSwitch_whenTheVersionIsNotHealthy_thenStillGoesBack() {
    device.failAfterInstall();
    device.sicken(second.artifact().digest());

    announce(second);

    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(device.installed()).isEqualTo(firstBytes);
  }

  @Test
  void givenManyFailures_whenCounted_thenTheOldestGo() {
    Failures failures = Failures.NONE;
    for (int counter = 1; counter <= Failures.MAX_ENTRIES + 1; counter++) {
      failures =
          failures.with(
              new Failures.Entry(
                  new RolloutId(FakeFleet.PRODUCT, counter), 1, second.manifestDigest(), 5));
    }

    assertThat(failures.entries()).hasSize(Failures.MAX_ENTRIES);
    assertThat(failures.entries().getFirst().rollout().counter()).isEqualTo(2);
    assertThat(failures.without(second.manifestDigest())).isEqualTo(Failures.NONE);
  }
}
