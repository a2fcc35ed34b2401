package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.release.Installer;
import dev.sluice.release.flags.FlagName;
import dev.sluice.release.flags.FlagsDocument;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.fake.FakeDevice;
import dev.sluice.update.fake.FakeEdge;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.memory.SwitchedFlags;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.settings.HealthPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The device keeps a set of flags; its ring switches some of them off, beside the releases.
class FlagsTest {
  private static final int MAX_EFFECTS = 200;

  private static final byte[] FIRST = bytes("{\"cart\":true,\"search\":true,\"theme\":\"dark\"}");
  private static final byte[] SECOND =
      bytes("{\"cart\":true,\"search\":true,\"theme\":\"light\",\"new\":true}");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] without(byte[] released, String... off) {
    Set<FlagName> names = new TreeSet<>();
    for (String name : off) {
      names.add(new FlagName(name));
    }
    try {
      return FlagsDocument.switchedOff(released, names);
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  /// A device that runs the first set of flags.
  private static final class World {
    final VirtualClock clock = new VirtualClock();
    final FakeFleet fleet = new FakeFleet(clock, 1024);
    final FakeEdge edge = new FakeEdge(fleet.files());
    final FakeDevice device;
    final Release first;
    Release latest;

    World(Seeded seeded, HealthPolicy health) {
      fleet.setKind(Installer.FLAGS);
      first = fleet.release("1.0", 1, FIRST);
      latest = first;
      fleet.ring(first, null);
      device =
          FakeDevice.ofDocuments(clock, seeded, edge, fleet.trustAnchor(), Installer.FLAGS, health);
      device.start();
    }

    /// The ring switches these off, and no others.
    void order(String... off) {
      fleet.setFlagsOff(off);
      fleet.ring(latest, null);
    }

    void announce() {
      device.send(new Announced(fleet.announcement(latest)));
    }

    /// What the program reads is what it has read.
    void requireRead(byte[] expected) {
      assertThat(device.derived()).isEqualTo(expected);
      assertThat(device.loaded()).isEqualTo(expected);
      assertThat(device.memory().flags().isSettled()).isTrue();
    }
  }

  private World world = new World(new Seeded(1), new HealthPolicy.None());

  private static SortedSet<FlagName> names(String name) {
    return new TreeSet<>(Set.of(new FlagName(name)));
  }

  @Test
  void givenFlags_whenOneIsSwitchedOffAndOnAgain_thenTheProgramReadsThatAndItIsReported() {
    world.requireRead(FIRST);

    world.order("cart");
    world.announce();

    world.requireRead(without(FIRST, "cart"));
    assertThat(world.device.installed()).isEqualTo(FIRST);
    assertThat(world.device.flags().getLast()).isEqualTo(new DeviceFlags(names("cart"), ""));
    world.order();
    world.announce();
    world.requireRead(FIRST);
    assertThat(world.device.flags().getLast()).isEqualTo(DeviceFlags.NONE);
    assertThat(world.device.confirmations()).hasSize(1);
  }

  @Test
  void givenNothingThatChanges_whenTheDeviceLooksAndStarts_thenTheHookDoesNotRun() {
    world.order("cart");
    world.announce();
    int reloads = world.device.reloads();

    world.device.awaitWake();
    world.device.start();

    assertThat(world.device.reloads()).isEqualTo(reloads);
    world.requireRead(without(FIRST, "cart"));
  }

  @Test
  void givenFileThatSomebodyChanged_whenStarted_thenIsDerivedAndReadAgain() {
    world.order("cart");
    world.announce();
    int reloads = world.device.reloads();

    world.device.setDerived(FIRST);
    world.device.start();

    assertThat(world.device.reloads()).isEqualTo(reloads + 1);
    world.requireRead(without(FIRST, "cart"));
  }

  @Test
  void givenFlagThatIsOff_whenAReleaseComes_thenItStaysOffUntilItIsSwitchedOn() {
    world.order("cart");
    world.announce();
    Release second = world.fleet.release("2.0", 2, SECOND);
    world.fleet.ring(world.first, world.fleet.next(second));
    world.latest = second;
    world.announce();

    world.requireRead(without(SECOND, "cart"));
    assertThat(world.device.installed()).isEqualTo(SECOND);
    world.order();
    world.announce();
    world.requireRead(SECOND);
  }

  @Test
  void givenNewDevice_whenItsRingHasAFlagOff_thenItsFirstFileHasIt() {
    world.order("cart");
    var other =
        FakeDevice.ofDocuments(
            world.clock,
            new Seeded(2),
            world.edge,
            world.fleet.trustAnchor(),
            Installer.FLAGS,
            new HealthPolicy.None());

    other.start();

    assertThat(other.loaded()).isEqualTo(without(FIRST, "cart"));
    assertThat(other.reloads()).isEqualTo(1);
  }

  @Test
  void givenProgramThatCannotRead_whenSwitchedOff_thenIsToldAndTriedAgainBoundedly() {
    world.device.spoil(Digest.sha256(without(FIRST, "cart")));
    world.order("cart");

    world.announce();

    assertThat(world.device.flags().getLast().off()).isEmpty();
    assertThat(world.device.flags().getLast().problem()).contains("exit code must be 0");
    assertThat(world.device.derived()).isEqualTo(without(FIRST, "cart"));
    int first = world.device.reloads();
    for (int i = 0; i < 2 * SwitchedFlags.MAX_FAILURES; i++) {
      world.device.awaitWake();
    }
    assertThat(world.device.reloads() - first).isEqualTo(SwitchedFlags.MAX_FAILURES - 1);
    world.order("search");
    world.announce();
    world.requireRead(without(FIRST, "search"));
    assertThat(world.device.flags().getLast()).isEqualTo(new DeviceFlags(names("search"), ""));
  }

  @Test
  void givenOrderThatCouldNotBeFollowed_whenItIsTakenBack_thenTheProgramReadsTheReleaseAgain() {
    world.device.spoil(Digest.sha256(without(FIRST, "cart")));
    world.order("cart");
    world.announce();

    world.order();
    world.announce();

    world.requireRead(FIRST);
    assertThat(world.device.flags().getLast()).isEqualTo(DeviceFlags.NONE);
  }

  @Test
  void givenHealthCheck_whenItFindsTheProgramUnhealthy_thenIsToldAndRightOnceItIsHealthy() {
    world =
        new World(new Seeded(3), new HealthPolicy.Within(FakeDevice.DEADLINE, FakeDevice.INTERVAL));
    world.device.sicken(Digest.sha256(without(FIRST, "cart")));
    world.order("cart");

    world.announce();

    assertThat(world.device.flags().getLast().problem()).contains("not healthy within");
    world.device.mend();
    world.device.awaitWake();
    world.requireRead(without(FIRST, "cart"));
    assertThat(world.device.flags().getLast()).isEqualTo(new DeviceFlags(names("cart"), ""));
  }

  /// Cuts the power after so many effects of following an order, and starts again.
  ///
  /// @return whether there were so many
  private static boolean isCut(World world, long effects) {
    world.device.cutPowerAfter(effects);
    boolean isCut = false;
    try {
      world.announce();
    } catch (FakeDevice.PowerCut e) {
      isCut = true;
    }
    world.device.cutPowerAfter(Long.MAX_VALUE);
    return isCut;
  }

  private static void cutEverywhere(HealthPolicy health) {
    boolean isCut = true;
    int cuts = 0;
    for (; isCut; cuts++) {
      var world = new World(new Seeded(cuts), health);
      world.order("cart");
      isCut = isCut(world, cuts);
      assertThat(world.device.derived()).isIn(FIRST, without(FIRST, "cart"));
      if (isCut) {
        world.device.start();
        world.device.send(new UpdateEvent.Connected());
      }
      world.requireRead(without(FIRST, "cart"));
      assertThat(world.device.flags().getLast()).isEqualTo(new DeviceFlags(names("cart"), ""));
      assertThat(cuts).isLessThan(MAX_EFFECTS);
    }
    assertThat(cuts).isGreaterThan(10);
  }

  @Test
  void givenOrder_whenPowerIsCutAfterAnyEffect_thenTheFileIsOldOrNewAndTheOrderIsFollowed() {
    cutEverywhere(new HealthPolicy.None());
    cutEverywhere(new HealthPolicy.Within(FakeDevice.DEADLINE, FakeDevice.INTERVAL));
  }

  @Test
  void givenOrdersAndReleases_whenPowerIsCutAgainAndAgain_thenEndsWithTheLatestOfBoth() {
    Property.check(
        "a device of flags ends right after any power cuts",
        40,
        seeded -> {
          var world = new World(seeded.split(), new HealthPolicy.None());
          Release second = world.fleet.release("2.0", 2, SECOND);
          byte[] released = FIRST;
          String[] off = {};
          for (int i = 0; i < 6; i++) {
            off = seeded.pick(List.of(new String[] {}, new String[] {"cart"}));
            if (seeded.chance(0.3)) {
              world.latest = second;
              released = SECOND;
            }
            world.order(off);
            boolean isOff =
                isCut(world, seeded.between(0, 60)) && world.device.startWithCuts(seeded, 3, 0, 60);
            world.device.cutPowerAfter(Long.MAX_VALUE);
            if (isOff) {
              world.device.start();
            }
          }
          world.device.start();
          world.requireRead(without(released, off));
          assertThat(world.device.confirmations())
              .extracting(Confirmation::outcome)
              .containsOnly(Outcome.INSTALLED);
        });
  }
}
