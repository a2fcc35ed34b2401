package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.release.Installer;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.settings.HealthPolicy;
import dev.sluice.update.settings.InPlacePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power may be cut between any two effects.
class PowerCutTest {
  private static final int MAX_EFFECTS = 400;

  private static final InstallTimes NIGHTLY =
      new InstallTimes.Within(
          List.of(
              new MaintenanceWindow(
                  WeekDays.parse("mon-sun"), LocalTime.of(3, 0), LocalTime.of(5, 0))),
          new Forcing.Never());

  /// What may be cut again and again: a version that stops the device each time is not healthy.
  private static final List<Offer> OFFERS =
      Stream.of(Offer.values())
          .filter(offer -> offer != Offer.HEALTHY && offer != Offer.DOCUMENT)
          .toList();

  /// What a device finds on its way from the old release to the next.
  private enum Offer {
    NOTHING,
    PATCH,
    COMPRESSED,
    CHAIN,
    IN_PLACE,
    HEALTHY,
    UNHEALTHY,
    UNHEALTHY_IN_PLACE,
    DOCUMENT,
    DOCUMENT_THAT_CANNOT_BE_READ;

    boolean isInPlace() {
      return this == IN_PLACE || this == UNHEALTHY_IN_PLACE;
    }

    boolean isUnhealthy() {
      return this == UNHEALTHY
          || this == UNHEALTHY_IN_PLACE
          || this == DOCUMENT_THAT_CANNOT_BE_READ;
    }

    boolean isDocument() {
      return this == DOCUMENT || this == DOCUMENT_THAT_CANNOT_BE_READ;
    }

    /// A device that was never started, on which the next release is what it is.
    FakeDevice device(
        Seeded seeded, VirtualClock clock, FakeEdge edge, byte[] trustAnchor, Release next) {
      FakeDevice device = device(seeded, clock, edge, trustAnchor);
      if (isInPlace()) {
        device.setRoom(next.bytes().length); // and none for a patch beside it
      }
      if (this == DOCUMENT_THAT_CANNOT_BE_READ) {
        device.spoil(next.artifact().digest());
      } else if (isUnhealthy()) {
        device.sicken(next.artifact().digest());
      }
      return device;
    }

    private FakeDevice device(
        Seeded seeded, VirtualClock clock, FakeEdge edge, byte[] trustAnchor) {
      return switch (this) {
        case NOTHING, PATCH, COMPRESSED, CHAIN ->
            new FakeDevice(clock, seeded.split(), edge, trustAnchor);
        case IN_PLACE -> FakeDevice.whenShort(clock, seeded.split(), edge, trustAnchor);
        case HEALTHY, UNHEALTHY ->
            FakeDevice.withHealthCheck(
                clock, seeded.split(), edge, trustAnchor, InPlacePolicy.NEVER);
        case DOCUMENT, DOCUMENT_THAT_CANNOT_BE_READ ->
            FakeDevice.ofDocuments(
                clock,
                seeded.split(),
                edge,
                trustAnchor,
                Installer.CONFIG,
                new HealthPolicy.None());
        case UNHEALTHY_IN_PLACE ->
            FakeDevice.withHealthCheck(
                clock, seeded.split(), edge, trustAnchor, InPlacePolicy.WHEN_SHORT);
      };
    }
  }

  /// The next release, as a repository has it, and a device that runs the old one. To sign releases
  /// and to install the first takes longer than what is cut, so that all cuts of one offer begin
  /// with the same.
  ///
  /// @param files what is published once the ring goes on to the next
  @SuppressWarnings("ArrayRecordComponent")
  private record Published(
      Offer offer,
      byte[] oldBytes,
      byte[] newBytes,
      Release next,
      byte[] trustAnchor,
      WaveAnnounced announcement,
      Map<String, byte[]> files,
      FakeDevice device,
      Instant at) {
    static Published of(Seeded seeded, Offer offer, InstallTimes times) {
      var fleet = new FakeFleet(new VirtualClock(), 1024);
      fleet.setKind(offer.isDocument() ? Installer.CONFIG : Installer.FILE);
      byte[] oldBytes = seeded.bytesOfLength(3_000);
      byte[] newBytes = Arrays.copyOf(oldBytes, 6_000);
      System.arraycopy(random(seeded, 3_500), 0, newBytes, 2_500, 3_500);
      Release old = fleet.release("1.0", 1, oldBytes);
      Release next = fleet.release("2.0", 2, newBytes);
      switch (offer) {
        case NOTHING, UNHEALTHY, DOCUMENT_THAT_CANNOT_BE_READ -> {}
        case PATCH, IN_PLACE, HEALTHY, UNHEALTHY_IN_PLACE, DOCUMENT -> fleet.delta(old, next);
        case COMPRESSED -> fleet.compressed(next);
        case CHAIN -> fleet.chain(old, fleet.release("1.5", 3, random(seeded, 3_000)), next);
      }
      fleet.ring(old, null);
      var clock = new VirtualClock();
      var edge = new FakeEdge(Map.copyOf(fleet.files()));
      FakeDevice device = offer.device(seeded, clock, edge, fleet.trustAnchor(), next);
      device.start();
      fleet.setInstall(times);
      fleet.ring(old, fleet.next(next));
      return new Published(
          offer,
          oldBytes,
          newBytes,
          next,
          fleet.trustAnchor(),
          fleet.announcement(next),
          Map.copyOf(fleet.files()),
          device,
          clock.instant());
    }

    /// Bytes that no compressor can shorten, so that patches have several parts.
    private static byte[] random(Seeded seeded, int lengthBytes) {
      byte[] bytes = new byte[lengthBytes];
      new Random(seeded.nextInt()).nextBytes(bytes);
      return bytes;
    }
  }

  /// A device that runs the old release, in front of a repository with the next one.
  private static final class World {
    final VirtualClock clock = new VirtualClock();
    final Published published;
    final FakeEdge edge;
    final FakeDevice device;

    World(Published published, Seeded seeded) {
      this.published = published;
      clock.set(published.at());
      edge = new FakeEdge(published.files());
      device =
          published.offer().device(seeded, clock, edge, published.trustAnchor(), published.next());
      device.takeOver(published.device());
    }

    /// The installed file is old or new, unless the device knows that it has to complete it.
    private void requireWhole() {
      if (!device.memory().isOverwriting()) {
        assertThat(device.installed()).isIn(published.oldBytes(), published.newBytes());
      }
    }

    /// Whether the power was cut before the device came to rest.
    boolean isCutAfter(long effects) {
      device.cutPowerAfter(effects);
      try {
        device.send(new Announced(published.announcement()));
        device.cutPowerAfter(Long.MAX_VALUE);
        return false;
      } catch (FakeDevice.PowerCut e) {
        requireWhole();
        return true;
      }
    }
  }

  /// Whatever was offered: the device runs what it shall, and said once how it ended.
  private static void requireEnded(World world) {
    if (world.published.offer().isUnhealthy()) {
      requireBack(world);
    } else {
      assertThat(world.device.installed()).isEqualTo(world.published.newBytes());
      assertThat(world.device.previous())
          .isEqualTo(
              world.published.offer().isInPlace() ? new byte[0] : world.published.oldBytes());
      assertThat(world.device.memory().lastCounter()).isEqualTo(2);
    }
    if (world.published.offer().isDocument()) {
      assertThat(world.device.loaded()).isEqualTo(world.device.installed());
    }
    assertThat(world.device.hasJournal()).isFalse();
    assertThat(world.device.memory().job()).isInstanceOf(Job.Nothing.class);
    assertThat(world.device.downloads()).isZero();
    assertThat(world.device.confirmations())
        .extracting(Confirmation::confirmationKey)
        .filteredOn(key -> key.rollout().equals(world.published.next().rollout()))
        .hasSize(1)
        .allMatch(key -> key.outcome() == expected(world.published.offer()));
  }

  private static Outcome expected(Offer offer) {
    return switch (offer) {
      case UNHEALTHY, DOCUMENT_THAT_CANNOT_BE_READ -> Outcome.ROLLED_BACK;
      case UNHEALTHY_IN_PLACE -> Outcome.FAILED;
      default -> Outcome.INSTALLED;
    };
  }

  /// By itself, or where nothing is left to go back to, by the ring's current release.
  private static void requireBack(World world) {
    if (world.published.offer() == Offer.UNHEALTHY_IN_PLACE) {
      world.device.awaitWake();
    }
    assertThat(world.device.installed()).isEqualTo(world.published.oldBytes());
    assertThat(world.device.memory().lastCounter()).isEqualTo(1);
    assertThat(world.device.memory().rollbackFloor()).isZero();
  }

  /// The same, but devices may switch only between three and five o'clock, and it is one.
  private static void cutEverywhereBeforeTheWindow(Offer offer) {
    var published = Published.of(new Seeded(1), offer, NIGHTLY);
    boolean isCut = true;
    for (int cuts = 0; isCut; cuts++) {
      var world = new World(published, new Seeded(cuts));
      isCut = world.isCutAfter(cuts);
      if (isCut) {
        world.device.start();
      }
      assertThat(world.device.installed()).isEqualTo(world.published.oldBytes());
      for (int i = 0; i < 8 && world.device.switches().size() < 2; i++) {
        world.device.awaitWake();
      }
      requireEnded(world);
      assertThat(world.device.switches().subList(1, world.device.switches().size()))
          .isNotEmpty()
          .allMatch(at -> NIGHTLY.from(at, at, FakeDevice.ZONE).equals(at));
      assertThat(cuts).isLessThan(MAX_EFFECTS);
    }
  }

  /// And the power is cut when the window has opened.
  private static void cutEverywhereInTheWindow(Offer offer) {
    var published = Published.of(new Seeded(1), offer, NIGHTLY);
    boolean isCut = true;
    for (int cuts = 0; isCut; cuts++) {
      var world = new World(published, new Seeded(cuts));
      assertThat(world.isCutAfter(Long.MAX_VALUE)).isFalse();
      world.clock.set(VirtualClock.START.plus(Duration.ofHours(2)));
      world.device.cutPowerAfter(cuts);
      try {
        world.device.step(new UpdateEvent.Woken());
        world.device.settle();
        isCut = false;
      } catch (FakeDevice.PowerCut e) {
        isCut = true;
      }
      world.device.cutPowerAfter(Long.MAX_VALUE);
      if (isCut) {
        world.requireWhole();
        world.device.start();
      }
      requireEnded(world);
      assertThat(cuts).isLessThan(MAX_EFFECTS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenClosedWindow_whenPowerIsCutAfterAnyEffect_thenSwitchesOnlyInTheWindow(Offer offer) {
    cutEverywhereBeforeTheWindow(offer);
  }

  @ParameterizedTest
  @EnumSource
  void givenOpenedWindow_whenPowerIsCutAfterAnyEffect_thenEndsRight(Offer offer) {
    cutEverywhereInTheWindow(offer);
  }

  private static void cutEverywhere(Offer offer) {
    var published = Published.of(new Seeded(1), offer, new InstallTimes.Anytime());
    boolean isCut = true;
    int cuts = 0;
    for (; isCut; cuts++) {
      var world = new World(published, new Seeded(cuts));
      isCut = world.isCutAfter(cuts);
      if (isCut) {
        world.device.start();
      }
      requireEnded(world);
      assertThat(cuts).isLessThan(MAX_EFFECTS);
    }
    assertThat(cuts).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void givenOffer_whenPowerIsCutAfterAnyEffect_thenEndsRightWithOneConfirmation(Offer offer) {
    cutEverywhere(offer);
  }

  @Test
  void givenRepeatedPowerCuts_whenTheyStop_thenEndsRightWithOneConfirmation() {
    Property.check(
        "the device ends right after any power cuts",
        10,
        seeded -> {
          Offer offer = seeded.pick(OFFERS);
          var world = new World(Published.of(seeded, offer, new InstallTimes.Anytime()), seeded);
          if (world.isCutAfter(seeded.between(0, 40))) {
            var _ = world.device.startWithCuts(seeded, 8, 0, 40);
          }
          world.device.cutPowerAfter(Long.MAX_VALUE);
          world.device.start();
          requireEnded(world);
        });
  }

  @Test
  void givenPowerCutWhileDownloading_whenStartedAgain_thenFetchesOnlyWhatIsMissing() {
    var published = Published.of(new Seeded(3), Offer.NOTHING, new InstallTimes.Anytime());
    var world = new World(published, new Seeded(3));
    long effects = 0;
    do {
      world = new World(published, new Seeded(3));
      world.edge.fetches().clear();
      assertThat(world.isCutAfter(++effects)).isTrue();
    } while (slices(world) < 3);

    world.device.start();

    requireEnded(world);
    // The third was on its way when the power went.
    assertThat(slices(world)).isEqualTo(6 + 1);
  }

  private static long slices(World world) {
    return world.edge.paths().stream().filter(world.published.next().objectPath()::equals).count();
  }
}
