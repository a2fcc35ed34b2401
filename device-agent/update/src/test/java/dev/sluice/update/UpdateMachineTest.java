package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.check.Resting;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.memory.Holding;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.Connected;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import dev.sluice.update.turn.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows of the transition table, each with the documents and bytes that lead to it.
class UpdateMachineTest {
  private static final int SLICE = 1024;

  private final VirtualClock clock = new VirtualClock();
  private final Seeded chance = new Seeded(7);
  private final FakeFleet fleet = new FakeFleet(clock, SLICE);
  private final FakeEdge edge = new FakeEdge(fleet.files());
  private final FakeDevice device = new FakeDevice(clock, chance, edge, fleet.trustAnchor());
  private final byte[] oldBytes = new Seeded(1).bytesOfLength(5_000);
  private final byte[] newBytes = changed(oldBytes);
  private Release old;
  private Release next;

  private static byte[] changed(byte[] bytes) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length + 700);
    Arrays.fill(changed, 2_000, 2_100, (byte) 9);
    return changed;
  }

  @BeforeEach
  void givenDeviceThatRunsTheOldRelease() {
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, newBytes);
    fleet.ring(old, null);
    device.start();
    assertThat(device.installed()).isEqualTo(oldBytes);
    edge.fetches().clear();
    device.log().clear();
  }

  private void announce(Release release) {
    device.send(new Announced(fleet.announcement(release)));
  }

  private static List<Outcome> outcomes(FakeDevice device) {
    return device.confirmations().stream().map(Confirmation::outcome).toList();
  }

  private Confirmation latest() {
    return device.confirmations().getLast();
  }

  @Test
  void givenNoReleaseBefore_whenCurrentIsThere_thenInstallsItInFullAndConfirms() {
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().release()).isEqualTo(old.manifest().id());
    assertThat(latest().rollout()).isEqualTo(old.rollout());
    assertThat(device.reports().getLast())
        .singleElement()
        .satisfies(running -> assertThat(running.counter()).isEqualTo(1));
    assertThat(device.downloads()).isZero();
  }

  @Test
  void givenPatch_whenAnnounced_thenAppliesItAndKeepsThePrevious() {
    String patch = fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.previous()).isEqualTo(oldBytes);
    assertThat(edge.paths()).contains(patch).doesNotContain(next.objectPath());
    assertThat(device.memory().lastCounter()).isEqualTo(2);
  }

  @Test
  void givenNoPatch_whenAnnounced_thenFetchesEverySliceOnce() {
    fleet.ring(old, fleet.next(next));

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(edge.paths()).filteredOn(next.objectPath()::equals).hasSize(6);
  }

  @Test
  void givenPatchThatNeedsTooMuchMemory_whenAnnounced_thenFetchesTheFullArtifact() {
    fleet.delta(old, next, new byte[] {1}, 1L << 40, 0);
    fleet.ring(old, fleet.next(next));

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(edge.paths()).noneMatch(path -> path.startsWith("patches/"));
  }

  @Test
  void givenPatchThatIsNone_whenApplied_thenFetchesTheFullArtifact() {
    fleet.delta(old, next, new byte[] {1, 2, 3}, 1_000, 0);
    fleet.ring(old, fleet.next(next));

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.log()).anyMatch(line -> line.contains("it cannot be applied"));
  }

  @Test
  void givenChangedInstalledFile_whenAnnounced_thenFetchesTheFullArtifact() {
    fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));
    device.setInstalled(new byte[] {1, 2, 3});

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(edge.paths()).noneMatch(path -> path.startsWith("patches/"));
  }

  @Test
  void givenChangedInstalledFile_whenStarted_thenBringsTheCurrentReleaseAgain() {
    device.setInstalled(new byte[] {1, 2, 3});

    device.start();

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.log()).anyMatch(line -> line.contains("changed by somebody else"));
  }

  @Test
  void givenFlippedSlice_whenFetched_thenRefusesItByNameAndAsksPastTheCaches() {
    fleet.ring(old, fleet.next(next));
    edge.flip(next.objectPath());

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.log())
        .anyMatch(
            line ->
                line.startsWith("WARN refused bytes what=\"slice 0 of products/app/2.0/app.bin\""));
    assertThat(edge.fetches())
        .filteredOn(fetch -> fetch.path().equals(next.objectPath()) && fetch.cacheBypass())
        .hasSize(1);
  }

  @Test
  void givenFlippedPatch_whenFetched_thenRefusesItByNameAndAsksPastTheCaches() {
    String patch = fleet.delta(old, next);
    fleet.ring(old, fleet.next(next));
    edge.flip(patch);

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.log()).anyMatch(line -> line.startsWith("WARN refused patch patch="));
    assertThat(edge.paths()).filteredOn(patch::equals).hasSize(2);
    assertThat(edge.paths()).doesNotContain(next.objectPath());
  }

  @Test
  void givenFlippedMetadata_whenRefreshing_thenRefusesItByNameAndAsksPastTheCaches() {
    fleet.ring(old, fleet.next(next));
    edge.flip("metadata/timestamp.json");

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(device.log())
        .anyMatch(line -> line.startsWith("WARN refused bytes what=\"timestamp.json\" reason="));
  }

  @Test
  void givenClockSetBack_whenWoken_thenLooksInsteadOfWaitingForTheOldMoment() {
    clock.set(clock.instant().minus(Duration.ofHours(12)));
    fleet.ring(old, fleet.next(next));

    device.send(new UpdateEvent.Woken());

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenMomentThatIsStillToCome_whenWoken_thenWaitsForIt() {
    var moment = device.wakeAt();

    device.send(new UpdateEvent.Woken());

    assertThat(edge.fetches()).isEmpty();
    assertThat(device.wakeAt()).isEqualTo(moment);
  }

  @Test
  void givenSpoiledArtifact_whenRefusedTwice_thenConfirmsFailureOnceAndRecoversLater() {
    fleet.ring(old, fleet.next(next));
    edge.spoil(next.objectPath());

    announce(next);
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(outcomes(device)).containsExactly(Outcome.INSTALLED, Outcome.FAILED);
    assertThat(latest().reason().text()).contains("slice 0");
  }

  @Test
  void givenSpoiledArtifact_whenItFailsTooOften_thenGivesUpAndKeepsLooking() {
    fleet.ring(old, fleet.next(next));
    edge.spoil(next.objectPath());
    announce(next);

    for (int i = 0; i < 10; i++) {
      device.awaitWake();
    }

    assertThat(edge.paths()).filteredOn(next.objectPath()::equals).hasSize(2 * Failures.MAX_COUNT);
    assertThat(outcomes(device)).containsExactly(Outcome.INSTALLED, Outcome.FAILED);
  }

  @Test
  void givenSilentEdge_whenRefreshing_thenTriesAFewTimesAndWaitsForTheNextRefresh() {
    fleet.ring(old, fleet.next(next));
    edge.setOutage(_ -> true);

    announce(next);

    assertThat(edge.fetches()).hasSize(Backoff.MAX_ATTEMPTS);
    assertThat(device.state().isIdle()).isTrue();
    assertThat(device.confirmations()).hasSize(1);
  }

  @Test
  void givenSilentEdge_whenConnectedAgain_thenLooksAtOnce() {
    fleet.ring(old, fleet.next(next));
    edge.setOutage(_ -> true);
    announce(next);
    edge.setOutage(_ -> false);

    device.send(new Connected());

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenPausedNext_whenRefreshing_thenStays() {
    fleet.ring(old, fleet.next(next, NextState.PAUSED, Duration.ZERO, false));

    announce(next);

    assertThat(device.installed()).isEqualTo(oldBytes);
  }

  @Test
  void givenDeviceOnNext_whenNextIsHalted_thenStaysOnIt() {
    fleet.ring(old, fleet.next(next));
    announce(next);
    fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false));

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenWindow_whenAdmitted_thenStartsAtItsPlaceInItAndNotBefore() {
    fleet.ring(old, fleet.next(next, NextState.ADMITTING, Duration.ofMinutes(10), false));
    announce(next);
    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.memory().job()).isInstanceOf(Job.Scheduled.class);

    device.start();
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenLowerCounter_whenOrdered_thenGoesBack() {
    fleet.ring(next, null);
    announce(next);
    fleet.ring(next, fleet.next(old, NextState.ADMITTING, Duration.ZERO, true));

    announce(old);

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(outcomes(device)).contains(Outcome.INSTALLED);
  }

  @Test
  void givenLowerCounter_whenNotOrdered_thenRefusesAsRollback() {
    Release other = fleet.release("0.9", 1, new byte[] {1, 2, 3});
    fleet.ring(next, null);
    announce(next);
    fleet.ring(next, fleet.next(other));

    announce(other);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(latest().reason().text()).contains("rollback");
  }

  @Test
  void givenDeviceThatWasAwayDuringARollback_whenItComes_thenGoesBackAndConfirmsToIt() {
    Release later = fleet.release("2.1", 3, new byte[] {4, 5, 6});
    fleet.ring(later, null);
    announce(later);
    assertThat(device.installed()).isEqualTo(new byte[] {4, 5, 6});
    var rollback = new RolloutId(FakeFleet.PRODUCT, next.ref().counter(), 2);
    fleet.restoredRing(next, rollback);

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.INSTALLED);
    assertThat(latest().rollout()).isEqualTo(rollback);
  }

  @Test
  void givenFloor_whenARingWentBackBelowIt_thenStays() {
    Release floored = fleet.release("3.0", 3, 3, List.of(), new byte[] {3, 3, 3});
    fleet.ring(floored, null);
    announce(floored);
    fleet.restoredRing(next, new RolloutId(FakeFleet.PRODUCT, next.ref().counter(), 2));

    announce(next);

    assertThat(device.installed()).isEqualTo(new byte[] {3, 3, 3});
  }

  @Test
  void givenFloor_whenLowerCounterIsOrdered_thenRefusesAsRollback() {
    Release floored = fleet.release("3.0", 3, 3, List.of(), new byte[] {3, 3, 3});
    fleet.ring(floored, null);
    announce(floored);
    fleet.ring(floored, fleet.next(next, NextState.ADMITTING, Duration.ZERO, true));

    announce(next);

    assertThat(device.installed()).isEqualTo(new byte[] {3, 3, 3});
    assertThat(latest().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(device.memory().rollbackFloor()).isEqualTo(3);
  }

  @Test
  void givenOtherHardware_whenManifestIsRead_thenRefuses() {
    Release special = fleet.release("3.0", 3, 0, List.of("board-b"), new byte[] {3});
    fleet.ring(old, fleet.next(special));

    announce(special);

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(latest().reason().text()).contains("board-b");
  }

  @Test
  void givenRightHardware_whenManifestIsRead_thenInstalls() {
    Release special = fleet.release("3.0", 3, 0, List.of("board-b"), new byte[] {3});
    fleet.ring(special, null);
    var attributes = DeviceAttributes.of(Set.of(), Map.of("hardware", "board-b"));
    var other = new FakeDevice(clock, chance, edge, fleet.trustAnchor(), 1 << 20, attributes);

    other.start();

    assertThat(other.installed()).isEqualTo(new byte[] {3});
  }

  @Test
  void givenRingsDocumentAndProductRoleDisagree_whenManifestIsFound_thenRefuses() {
    Release genuine = fleet.release("2.0", 2, newBytes);
    Release forged = new Release(genuine.manifest(), old.manifestDigest(), newBytes);
    fleet.ring(null, fleet.next(forged));
    var other = new FakeDevice(clock, chance, edge, fleet.trustAnchor());

    other.start();

    assertThat(other.installed()).isEmpty();
    assertThat(outcomes(other)).containsExactly(Outcome.REFUSED);
  }

  @Test
  void givenHaltThatNamesNoDocument_whenDownloading_thenHoldsUntilARefreshIntervalIsOver() {
    fleet.ring(old, fleet.next(next));
    device.step(new Announced(fleet.announcement(next)));
    while (edge.paths().stream().noneMatch(next.objectPath()::equals)) {
      assertThat(device.answer()).isTrue();
    }

    device.send(new HaltAnnounced(fleet.haltAnnouncement(next, RolloutHalted.NO_SEQUENCE)));

    passHours(1);
    assertThat(device.installed()).isEqualTo(oldBytes);
    passHours(2);
    device.awaitWake();
    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenHaltThatNobodyCanSign_whenADayPassesAndThePowerIsCut_thenHolds() {
    fleet.ring(old, fleet.next(next));
    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));

    passHours(20);
    device.start();
    passHours(20);

    assertThat(device.installed()).isEqualTo(oldBytes);
  }

  @Test
  void givenHaltThatNobodyEverSigns_whenTheLimitIsOver_thenItOnlyDelayed() {
    fleet.ring(old, fleet.next(next));
    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));
    passHours(24);
    device.send(new HaltAnnounced(fleet.haltAnnouncement(next, 99)));

    passHours(24);
    device.awaitWake();
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenHaltThatTheRingsDocumentHasSaid_whenItIsToldAgain_thenIgnoresIt() {
    fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false));
    var halt = fleet.haltAnnouncement(next, 2);
    announce(next);

    device.send(new HaltAnnounced(halt));

    assertThat(device.memory().holding()).isEqualTo(new Holding.Nothing());
    assertThat(device.ignored()).containsExactly("halt that the rings document has said");
  }

  /// Hours go by one by one, and the timestamp is always fresh.
  private void passHours(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      clock.advance(Duration.ofHours(1));
      fleet.repository().publishTimestamp(clock.instant());
      device.awaitWake();
    }
  }

  @Test
  void givenHaltSigned_whenHoldEnds_thenStays() {
    fleet.ring(old, fleet.next(next));
    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));
    device.awaitWake();
    assertThat(device.installed()).isEqualTo(oldBytes);
    fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false));

    device.awaitWake();
    device.awaitWake();

    assertThat(device.installed()).isEqualTo(oldBytes);
  }

  @Test
  void givenHold_whenALaterDocumentAdmits_thenGoesOn() {
    fleet.ring(old, fleet.next(next));
    device.send(new HaltAnnounced(fleet.haltAnnouncement(next)));
    announce(next);
    assertThat(device.installed()).isEqualTo(oldBytes);

    fleet.ring(old, fleet.next(next));
    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenKnownOrForeignAnnouncement_whenItComes_thenIgnoresIt() {
    announce(next);

    assertThat(device.ignored()).containsExactly("announcement of something known");
    assertThat(edge.fetches()).isEmpty();
  }

  @Test
  void givenEdgeBehindTheAnnouncement_whenItComes_thenLooksAgainAFewTimesPastTheCache() {
    var early = fleet.announcement(next);
    fleet.ring(old, fleet.next(next));
    var later = fleet.announcement(next);
    assertThat(later.versions().timestamp()).isGreaterThan(early.versions().timestamp());
    fleet.repository().publishTimestamp(clock.instant());
    var unknown = fleet.announcement(next);
    byte[] stale = fleet.repository().file("metadata/timestamp.json");
    fleet.repository().publishTimestamp(clock.instant());
    fleet.repository().putObject("metadata/timestamp.json", stale);
    device.send(
        new Announced(
            new WaveAnnounced(
                unknown.product(),
                unknown.ring(),
                unknown.rollout(),
                1,
                unknown.release(),
                unknown.manifest(),
                new MetadataVersions(
                    unknown.versions().timestamp() + 1, unknown.versions().snapshot()))));
    edge.fetches().clear();

    for (int i = 0; i < Resting.MAX_FORCED_REFRESHES; i++) {
      device.awaitWake();
    }

    assertThat(edge.fetches())
        .filteredOn(f -> f.path().equals("metadata/timestamp.json") && f.cacheBypass())
        .hasSize(Resting.MAX_FORCED_REFRESHES - 1);
    assertThat(Duration.between(clock.instant(), device.wakeAt()))
        .isGreaterThan(Duration.ofMinutes(50));
  }

  @Test
  void givenTimestampSignedByAClockFourYearsAhead_whenThatClockIsSetRight_thenTheDeviceGoesOn() {
    Instant start = clock.instant();
    fleet.repository().lifetime("timestamp", Duration.ofDays(1));
    fleet.repository().publish(start.plus(Duration.ofDays(1461)));
    device.awaitWake();
    assertThat(device.memory().timeFloor()).isBefore(start.plus(Duration.ofDays(2)));

    fleet.repository().publish(clock.instant());
    device.log().clear();
    device.awaitWake();

    assertThat(device.log()).noneMatch(line -> line.contains("refresh refused"));
  }

  @Test
  void givenDeviceMisledAtItsFirstContact_whenANewRootIsSigned_thenItIsHealed() {
    byte[] anchor = fleet.repository().rootBytes();
    fleet.repository().lifetime("timestamp", Duration.ofDays(1));
    fleet.repository().publish(clock.instant().plus(Duration.ofDays(1461)));
    var fresh = new FakeDevice(clock, chance, edge, anchor);
    fresh.start();
    assertThat(fresh.memory().timeFloor()).isAfter(clock.instant().plus(Duration.ofDays(1400)));
    fleet.repository().publish(clock.instant());
    fresh.awaitWake();
    assertThat(fresh.log()).anyMatch(line -> line.contains("refresh refused"));

    fleet.repository().publishRoot(clock.instant()).publish(clock.instant());
    fresh.log().clear();
    fresh.awaitWake();

    assertThat(fresh.log()).noneMatch(line -> line.contains("refresh refused"));
    assertThat(fresh.memory().timeFloor()).isBefore(clock.instant().plus(Duration.ofDays(1)));
  }

  @Test
  void givenDevicesMisledAtTheirFirstContact_whenThePowerGoesAtTheNewRoot_thenAllAreHealed() {
    byte[] anchor = fleet.repository().rootBytes();
    fleet.repository().lifetime("timestamp", Duration.ofDays(1));
    fleet.repository().publish(clock.instant().plus(Duration.ofDays(1461)));
    List<FakeDevice> devices =
        Stream.generate(() -> new FakeDevice(clock, chance, edge, anchor)).limit(6).toList();
    devices.forEach(FakeDevice::start);
    fleet.repository().publishRoot(clock.instant()).publish(clock.instant());

    for (int i = 0; i < devices.size(); i++) {
      FakeDevice misled = devices.get(i);
      misled.cutPowerAfter(i);
      assertThatThrownBy(misled::awaitWake).isInstanceOf(FakeDevice.PowerCut.class);
      misled.cutPowerAfter(Long.MAX_VALUE);
      misled.start();

      assertThat(misled.memory().timeFloor())
          .as("cut after %d effects", i)
          .isBefore(clock.instant().plus(Duration.ofDays(1)));
    }
  }

  @Test
  void givenClockSetBack_whenRefreshing_thenFreezeIsJudgedByThePersistedFloor() {
    clock.advance(Duration.ofDays(300));
    fleet.repository().publish(clock.instant());
    device.awaitWake();
    assertThat(device.memory().timeFloor()).isAfter(VirtualClock.START.plus(Duration.ofDays(299)));
    clock.set(VirtualClock.START);
    fleet.repository().lifetime("timestamp", Duration.ofDays(1));
    fleet.repository().publishTimestamp(VirtualClock.START);

    device.start();

    assertThat(device.log())
        .anyMatch(
            line -> line.contains("refresh refused reason=\"timestamp.json: expected an expiry"));
  }

  @Test
  void givenConnection_whenMadeAgain_thenReportsAndRepeatsTheLatestConfirmation() {
    device.reports().clear();

    device.send(new Connected());

    assertThat(device.reports()).hasSize(1);
    assertThat(device.confirmations()).hasSize(1);
  }

  /// A download so slow that the timestamp is older than five minutes when it ends.
  private void delayDownload(Runnable meanwhile) {
    edge.setOutage(
        fetch -> {
          if (fetch.path().equals(next.objectPath())) {
            edge.setOutage(_ -> false);
            clock.advance(Duration.ofMinutes(6));
            meanwhile.run();
          }
          return false;
        });
  }

  @Test
  void givenSlowDownload_whenReady_thenLooksAgainBeforeTheSwitch() {
    fleet.ring(old, fleet.next(next));
    delayDownload(() -> {});

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
    assertThat(edge.paths()).filteredOn("metadata/timestamp.json"::equals).hasSize(2);
    assertThat(edge.paths()).filteredOn(next.objectPath()::equals).hasSize(6);
  }

  @Test
  void givenClockSetBackDuringADownload_whenReady_thenLooksAgainBeforeTheSwitch() {
    fleet.ring(old, fleet.next(next));
    Instant before = clock.instant();
    delayDownload(
        () -> {
          clock.set(before.minus(Duration.ofMinutes(30)));
          fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false));
        });

    announce(next);

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(edge.paths()).filteredOn("metadata/timestamp.json"::equals).hasSize(2);
  }

  @Test
  void givenHaltSignedDuringADownload_whenReady_thenDoesNotSwitch() {
    fleet.ring(old, fleet.next(next));
    delayDownload(() -> fleet.ring(old, fleet.next(next, NextState.HALTED, Duration.ZERO, false)));

    announce(next);

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(device.downloads()).isZero();
  }

  @Test
  void givenEdgeLostDuringADownload_whenReady_thenFinishesWhatWasVerified() {
    fleet.ring(old, fleet.next(next));
    delayDownload(() -> edge.setOutage(fetch -> fetch.path().startsWith("metadata/")));

    announce(next);

    assertThat(device.installed()).isEqualTo(newBytes);
  }

  @Test
  void givenNoRoleVouches_whenManifestIsLookedUp_thenConfirmsFailure() {
    fleet.ring(old, fleet.next(next));
    fleet.repository().removeTarget("product.app", next.manifest().path()).publish(clock.instant());

    announce(next);

    assertThat(device.installed()).isEqualTo(oldBytes);
    assertThat(latest().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(latest().reason().text()).contains("no role vouches");
  }

  @Test
  void givenLateAnswer_whenItComes_thenIgnoresIt() {
    device.step(new UpdateEvent.Done(1));

    assertThat(device.ignored()).containsExactly("answer to an earlier request");
  }
}
