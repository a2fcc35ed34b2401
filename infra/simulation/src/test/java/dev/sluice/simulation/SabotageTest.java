package dev.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.simulation.world.Sabotage;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The test of the simulation itself: each broken rule is noticed, by the invariant that it breaks.
class SabotageTest {
  private static final int MAX_SEEDS = 100;

  @ParameterizedTest
  @CsvSource({
    "IGNORED_DIGESTS, must run published bytes only",
    "FORGOTTEN_FLOOR, must not go below counter",
    "UNCOALESCED_FETCHES, one fetch per slice must leave a tier at a time",
    "UNCHECKED_SLICES, a slice must be checked before it is served",
    "IGNORED_HALT, a halted rollout must admit nobody",
    "IGNORED_HOLD, was told to hold",
    "IGNORED_FLOORS, must install floor release",
    "FORGOTTEN_SEQUENCE, one sequence must be signed for one document",
    "COUNTED_TWICE, a device must count once",
    "SILENT_DEVICES, must have confirmed counter"
  })
  void givenBrokenRule_whenSimulated_thenItsInvariantNotices(Sabotage sabotage, String invariant) {
    var scenario = Scenario.sabotaged(sabotage);

    var noticed = LongStream.range(0, MAX_SEEDS).mapToObj(seed -> violation(seed, scenario));

    assertThat(noticed.flatMap(Optional::stream).findFirst())
        .hasValueSatisfying(message -> assertThat(message).contains(invariant));
  }

  /// Whoever meets a failure can look at it again.
  @Test
  void givenDocumentsSignedTwiceWithOneSequence_whenSeedsAreTried_thenOneIsToldWithItsCommand() {
    var scenario = Scenario.sabotaged(Sabotage.FORGOTTEN_SEQUENCE);

    assertThatThrownBy(
            () ->
                Property.check(
                    "one document is signed for a sequence",
                    1_000,
                    seed -> {
                      var _ = Simulation.run(seed, scenario);
                    }))
        .hasMessageContaining("does not hold for seed ")
        .hasMessageContaining("one sequence must be signed for one document")
        .hasMessageContaining("repeat it with: mvn ");
  }

  private static Optional<String> violation(long seed, Scenario scenario) {
    try {
      var _ = Simulation.run(new Seeded(seed), scenario);
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e.toString());
    }
  }
}
