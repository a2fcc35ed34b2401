package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Faults;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int SEEDS = 8;
  private static final int LARGE_SEEDS = 2;

  @Test
  void givenFaultsOfEveryKind_whenReleasesTravel_thenInvariantsHoldAndEveryDeviceConfirms() {
    Property.check(
        "a fleet survives its faults",
        SEEDS,
        seed -> {
          var scenario = Scenario.drawn(seed);

          var history = Simulation.run(seed, scenario);

          assertThat(history.steps()).isPositive();
        });
  }

  @Test
  void
      givenFleetOfFiftyDevicesOrMore_whenReleasesTravel_thenInvariantsHoldAndEveryDeviceConfirms() {
    Property.check(
        "a large fleet survives its faults",
        LARGE_SEEDS,
        seed -> {
          var history = Simulation.run(seed, Scenario.large(seed));

          assertThat(history.steps()).isPositive();
        });
  }

  @Test
  void givenCrashesWhilePatchesAreApplied_whenDevicesStartAgain_thenSomeGoOnFromACheckpoint() {
    long resumed = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      resumed += Simulation.run(new Seeded(seed), Scenario.wild()).resumedPatches();
    }

    assertThat(resumed).isPositive();
  }

  @Test
  void givenFloorReleases_whenReleasesFollowEachOtherFast_thenDevicesPassThroughThem() {
    Property.check(
        "no device goes over a floor release, and every device arrives",
        SEEDS / 2,
        seed -> {
          var history = Simulation.run(seed, Scenario.withFloors());

          assertThat(history.steps()).isPositive();
        });
  }

  @Test
  void
      givenDevicesShortOfRoom_whenReleasesTravel_thenSomeAreMadeOverTheInstalledFileAndAllArrive() {
    long appliedInPlace = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      appliedInPlace += Simulation.run(new Seeded(seed), Scenario.shortOfRoom()).appliedInPlace();
    }

    assertThat(appliedInPlace).isPositive();
  }

  @Test
  void givenClocksThatLie_whenReleasesTravel_thenInvariantsHoldAndEveryDeviceConfirms() {
    Property.check(
        "no device believes its clock more than what it once believed, and every device arrives",
        SEEDS,
        seed -> {
          var history = Simulation.run(seed, Scenario.lyingClocks());

          assertThat(history.steps()).isPositive();
        });
  }

  @Test
  void givenStoreAwayForAnHour_whenARolloutIsHalted_thenTheHaltHolds() {
    Property.check(
        "no device that was told installs what is halted, and the fleet gets on afterwards",
        SEEDS,
        seed -> {
          var faults = seed.nextBoolean() ? Faults.none() : Scenario.EVERY_FAULT;
          var scenario = Scenario.haltWithoutStore(Duration.ofHours(1), faults);

          var history = Simulation.run(seed, scenario);

          assertThat(history.steps()).isPositive();
        });
  }

  @Test
  void givenSameSeed_whenRunTwice_thenSameHistory() {
    var scenario = Scenario.drawn(new Seeded(5));

    var first = Simulation.run(new Seeded(5), scenario);
    var second = Simulation.run(new Seeded(5), scenario);

    assertThat(second).isEqualTo(first);
    assertThat(Simulation.run(new Seeded(6), scenario)).isNotEqualTo(first);
  }
}
