package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.install.Overwrites;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.Connected;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import dev.sluice.update.prove.Proof;
import dev.sluice.update.settings.InPlacePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A version is confirmed once it is healthy; otherwise the previous one comes back.
class ProofTest {
  private static final String PROVING = "proving";

  private final VirtualClock clock = new VirtualClock();
  private final Seeded chance = new Seeded(11);
  private final FakeFleet fleet = new FakeFleet(clock, 1024);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private FakeDevice device =
      FakeDevice.withHealthCheck(clock, chance, edge, fleet.trustAnchor(), InPlacePolicy.NEVER);
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(5_000);
  private final byte[] newBytes = Arrays.copyOf(oldBytes, 5_700);
  private Release old;
  private Release next;

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, 2, List.of(), newBytes);
    fleet.ring(old, null);
    device.start();
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    fleet.ring(old, fleet.next(next));
    edge.fetches().clear();
    device.looks().clear();
    device.log().clear();
  }

  private void announce() {
    device.send(new Announced(fleet.announcement(next)));
  }

  private void sicken() {
    device.sicken(next.artifact().digest());
  }

  private Confirmation latest() {
    return device.confirmations().getLast();
  }

  private void requireUnhealthy(Outcome outcome, String text) {
    assertThat(latest().release()).isEqualTo(next.manifest().id());
    assertThat(latest().outcome()).isEqualTo(outcome);
    assertThat(latest().reason().code()).isEqualTo(OutcomeReason.Code.UNHEALTHY);
    assertThat(latest().reason().step()).isEqualTo(OutcomeReason.Step.HEALTH);
    assertThat(latest().reason().text()).contains(text);
    assertThat(device.memory().job()).isEqualTo(new Job.Nothing());
    assertThat(device.memory().lastCounter()).isEqualTo(1);
    assertThat(device.memory().rollbackFloor()).isZero();
    assertThat(device.downloads()).isZero();
  }

  /// Lets the device go on until it waits for a look at the new version's health.
  private void beginProof() {
    device.step(new Announced(fleet.announcement(next)));
    while (!device.state().phaseName().equals(PROVING)) {
      assertThat(device.answer()).isTrue();
    }
  }

  @Test
  void givenHealthyVersion_whenSwitched_thenConfirmsOnlyAfterTheLook() {
    beginProof();

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.previous()).isEqualTo(oldBytes);
    assertThat(device.confirmations()).hasSize(1);
    assertThat(device.looks()).isEmpty();
    assertThat(device.memory().rollbackFloor()).isZero();

    device.settle();

    assertThat(device.looks())
        .singleElement()
        .satisfies(
            look -> {
              assertThat(look.mark()).isEqualTo(FakeDevice.MARK);
              assertThat(look.limit()).isEqualTo(FakeDevice.INTERVAL);
            });
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().reason()).isEqualTo(OutcomeReason.none());
    assertThat(device.memory().rollbackFloor()).isEqualTo(2);
    assertThat(device.previous()).isEqualTo(oldBytes);
  }

  @Test
  void givenVersionThatTakesItsTime_whenSwitched_thenLooksAgainUntilItIsHealthy() {
    device.setLooksUntilHealthy(3);

    announce();

    assertThat(device.looks()).hasSize(4);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  @Test
  void givenVersionThatIsNeverHealthy_whenTheDeadlineIsUsedUp_thenThePreviousOneIsBack() {
    sicken();

    announce();

    // Each pause takes 10 s and each look 1 s, of 60 s.
    assertThat(device.looks()).hasSize(5);
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.previous()).isEmpty();
    requireUnhealthy(
        Outcome.ROLLED_BACK, "not healthy: not within PT1M: status must be 2xx, got 500");
    assertThat(device.reports().getLast())
        .singleElement()
        .satisfies(running -> assertThat(running.counter()).isEqualTo(1));
    assertThat(device.log())
        .anyMatch(line -> line.startsWith("WARN putting the previous version back reason="));
  }

  @Test
  void givenVersionThatWasGivenUp_whenWokenAndStartedAgain_thenIsNotTriedAgain() {
    sicken();
    announce();
    edge.fetches().clear();

    device.awaitWake();
    device.start();
    device.awaitWake();

    assertThat(edge.paths()).doesNotContain(next.objectPath());
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.confirmations()).hasSize(2);
  }

  @Test
  void givenNoReleaseBefore_whenItIsNotHealthy_thenFailsAndTheFileStays() {
    device =
        FakeDevice.withHealthCheck(clock, chance, edge, fleet.trustAnchor(), InPlacePolicy.NEVER);
    device.sicken(old.artifact().digest());
    fleet.ring(old, null);

    device.start();

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(latest().reason().text())
        .endsWith("it stays, there is no previous copy to return to");
    assertThat(device.memory().installed()).isEqualTo(new Installed.Nothing());
    assertThat(device.memory().lastCounter()).isZero();
    assertThat(device.reports().getLast()).isEmpty();
  }

  @Test
  void givenFileOfSomebodyElse_whenTheFirstReleaseIsNotHealthy_thenThatFileIsBack() {
    byte[] factory = {4, 5, 6};
    device =
        FakeDevice.withHealthCheck(clock, chance, edge, fleet.trustAnchor(), InPlacePolicy.NEVER);
    device.setInstalled(factory);
    device.sicken(old.artifact().digest());
    fleet.ring(old, null);

    device.start();

    assertThat(device.installed()).isEqualTo(factory);
    assertThat(latest().outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void givenArtifactThatIsThereAlready_whenTheReleaseComes_thenIsConfirmedAfterALookWithoutAMark() {
    device.setInstalled(newBytes);

    announce();

    assertThat(device.looks()).singleElement().satisfies(look -> assertThat(look.mark()).isEmpty());
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  @Test
  void givenVersionAppliedInPlace_whenItIsNotHealthy_thenFailsAndTheRingsReleaseComesBackForGood() {
    device =
        FakeDevice.withHealthCheck(
            clock, chance, edge, fleet.trustAnchor(), InPlacePolicy.WHEN_SHORT);
    fleet.ring(old, null);
    device.start();
    fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));
    device.setRoom(newBytes.length);
    sicken();

    announce();

    assertThat(device.installed()).isEqualTo(newBytes);
    requireUnhealthy(Outcome.FAILED, "there is no previous copy to return to");
    assertThat(device.looks().getLast().mark()).isEqualTo(FakeDevice.MARK);

    device.awaitWake();

    assertThat(device.installed()).isEqualTo(oldBytes);
    int confirmations = device.confirmations().size();
    device.awaitWake();
    device.start();
    device.awaitWake();
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.confirmations()).hasSize(confirmations);
  }

  @Test
  void givenVersionAppliedInPlace_whenItIsHealthy_thenSaysThatNothingLeadsBack() {
    device =
        FakeDevice.withHealthCheck(
            clock, chance, edge, fleet.trustAnchor(), InPlacePolicy.WHEN_SHORT);
    fleet.ring(old, null);
    device.start();
    fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));
    device.setRoom(newBytes.length);

    announce();

    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().reason().text()).isEqualTo(Overwrites.DETAIL);
  }

  @Test
  void givenChangedPreviousFile_whenVersionIsNotHealthy_thenDoesNotPutItBack() {
    sicken();
    beginProof();
    device.setPrevious(new byte[] {1, 2, 3});

    device.settle();

    assertThat(device.installed()).isEqualTo(newBytes);
    requireUnhealthy(Outcome.FAILED, "it stays, the previous copy is gone or was changed");
  }

  @Test
  void givenDiskThatFailsTwice_whenPuttingThePreviousBack_thenTriesAgain() {
    sicken();
    device.failRestores(2);

    announce();

    assertThat(device.installed()).isEqualTo(oldBytes);
    requireUnhealthy(Outcome.ROLLED_BACK, "not healthy");
  }

  @Test
  void givenDiskThatKeepsFailing_whenPuttingThePreviousBack_thenFailsAndSaysWhy() {
    sicken();
    device.failRestores(Integer.MAX_VALUE);

    announce();

    assertThat(device.installed()).isEqualTo(newBytes);
    requireUnhealthy(Outcome.FAILED, "cannot be put back: Input/output error");
  }

  @Test
  void givenVersionThatStopsTheDevice_whenStartedOften_thenThePreviousOneIsBack() {
    beginProof();
    for (int i = 0; i < Proof.MAX_PROOFS - 1; i++) {
      restartIntoProof();
    }

    device.start();

    assertThat(device.looks()).isEmpty();
    assertThat(device.installed()).isEqualTo(oldBytes);
    requireUnhealthy(Outcome.ROLLED_BACK, "not after 5 starts of the device");
  }

  /// The device stops before it has looked: after the confirmation again, the digest, the memory
  /// and the log line.
  private void restartIntoProof() {
    device.cutPowerAfter(4);
    assertThatThrownBy(device::start).isInstanceOf(FakeDevice.PowerCut.class);
    assertThat(device.log().getLast()).contains("checking health");
  }

  @Test
  void givenRestartWhileProving_whenStarted_thenTheDeadlineBeginsAnew() {
    device.setLooksUntilHealthy(8);
    beginProof();
    for (int i = 0; i < 4; i++) {
      lookOnce();
    }

    device.start();

    assertThat(device.looks()).hasSize(4 + 5);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  private void lookOnce() {
    clock.set(device.wakeAt());
    device.step(new UpdateEvent.Woken());
    assertThat(device.answer()).isTrue();
  }

  @Test
  void givenClockSetForwardWhileProving_whenLooking_thenTheDeadlineIsNotUsedUp() {
    device.setLooksUntilHealthy(2);
    beginProof();

    clock.set(clock.instant().plus(Duration.ofDays(200)));
    device.settle();

    assertThat(device.looks()).hasSize(3);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  @Test
  void givenClockSetBackWhileProving_whenWoken_thenLooks() {
    beginProof();

    clock.set(clock.instant().minus(Duration.ofDays(1)));
    device.step(new UpdateEvent.Woken());

    assertThat(device.looks()).hasSize(1);
  }

  @Test
  void givenWokenTooEarly_whenProving_thenWaitsOn() {
    beginProof();
    var wakeAt = device.wakeAt();

    device.step(new UpdateEvent.Woken());

    assertThat(device.looks()).isEmpty();
    assertThat(device.wakeAt()).isEqualTo(wakeAt);
  }

  @Test
  void givenHaltWhileProving_whenHeard_thenTheProofGoesOn() {
    sicken();
    beginProof();

    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));

    requireUnhealthy(Outcome.ROLLED_BACK, "not healthy");
  }

  @Test
  void givenConnectedWhileProving_whenReporting_thenSaysWhatRanBefore() {
    beginProof();

    device.step(new Connected());

    assertThat(device.reports().getLast())
        .singleElement()
        .satisfies(running -> assertThat(running.counter()).isEqualTo(1));
  }

  @Test
  void givenFileChangedWhileProving_whenStarted_thenCountsAFailureAndBringsTheReleaseAgain() {
    beginProof();
    device.setInstalled(new byte[] {1, 2, 3});

    device.start();

    assertThat(latest().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(latest().reason().text()).contains("changed before it was healthy");

    device.awaitWake();

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
  }

  @Test
  void givenHealthyLaterRelease_whenItComesAfterOneThatWasGivenUp_thenItIsInstalled() {
    sicken();
    announce();
    Release third = fleet.release("3.0", 3, new Seeded(3).bytesOfLength(4_000));
    fleet.ring(old, fleet.next(third));

    device.send(new Announced(fleet.announcement(third)));

    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(device.memory().failures().countOf(third.rollout(), 1, third.manifestDigest()))
        .isZero();
  }
}
