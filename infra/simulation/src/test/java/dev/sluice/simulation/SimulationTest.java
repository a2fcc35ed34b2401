package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// All invariants hold in every history.
class SimulationTest {
  /// What two cores live through in about three minutes, beside the tests of other modules. More by
  /// hand, as the README of the simulation says.
  private static final int SEEDS = 400;

  /// Enough for what must happen now and then.
  private static final int FEW_SEEDS = 8;

  @Test
  void givenFaultsOfEveryKind_whenReleasesTravel_thenInvariantsHoldAndEveryDeviceConfirms() {
    Property.checkInParallel(
        "a fleet survives its faults",
        SEEDS,
        seed -> {
          var scenario = Scenario.drawn(seed);

          var history = Simulation.run(seed, scenario);

          assertThat(history.steps()).isPositive();
        });
  }

  @Test
  void givenAsManySeeds_whenScenariosAreDrawn_thenOneInTwentyIsOfALargeFleet() {
    var large =
        LongStream.range(0, SEEDS)
            .filter(seed -> Scenario.drawn(new Seeded(seed)).devices() >= Scenario.LARGE_FLEET)
            .count();

    assertThat(large).isGreaterThanOrEqualTo(SEEDS / 20);
  }

  @Test
  void givenCrashesWhilePatchesAreApplied_whenDevicesStartAgain_thenSomeGoOnFromACheckpoint() {
    var resumed =
        LongStream.range(0, FEW_SEEDS)
            .map(seed -> Simulation.run(new Seeded(seed), Scenario.wild()).resumedPatches())
            .sum();

    assertThat(resumed).isPositive();
  }

  @Test
  void givenDevicesShortOfRoom_whenReleasesTravel_thenSomeAreMadeOverTheInstalledFile() {
    var appliedInPlace =
        LongStream.range(0, FEW_SEEDS)
            .map(seed -> Simulation.run(new Seeded(seed), Scenario.shortOfRoom()).appliedInPlace())
            .sum();

    assertThat(appliedInPlace).isPositive();
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
