package dev.sluice.formats.executable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AddressMapTest {
  private static AddressMap.Builder builder() {
    return new AddressMap.Builder(1000, 1 << 20, null);
  }

  @Test
  void givenCopies_whenLookedUp_thenEachPositionMovesAsItsCopyDid() throws IOException {
    var map = builder().add(1300, 350, 200).add(1000, 0, 300).build();

    assertThat(map.shift(0)).isZero();
    assertThat(map.shift(299)).isZero();
    assertThat(map.shift(300)).isEqualTo(50);
  }

  @Test
  void givenPositionThatNoCopyHolds_whenLookedUp_thenMovesAsTheCopyBeforeIt() throws IOException {
    var map = builder().add(1100, 110, 100).add(2000, 1020, 100).build();

    assertThat(map.shift(0)).isEqualTo(10);
    assertThat(map.shift(500)).isEqualTo(10);
    assertThat(map.shift(5000)).isEqualTo(20);
  }

  @Test
  void givenCopiesOfTheSamePlace_whenLookedUp_thenTheLongestCounts() throws IOException {
    var map = builder().add(1100, 110, 400).add(1200, 2000, 20).add(1450, 500, 900).build();

    assertThat(map.shift(210)).isEqualTo(10);
    assertThat(map.shift(460)).isEqualTo(50);
  }

  @Test
  void givenNothing_whenLookedUp_thenNothingMoves() throws IOException {
    assertThat(builder().build().shift(77)).isZero();
  }

  @Test
  void givenMoreCopiesThanItKeeps_whenLookedUp_thenLongOnesAreStillThere() {
    Property.check(
        "many copies",
        3,
        seed -> {
          var builder = new AddressMap.Builder(0, 1 << 30, null);
          for (int i = 0; i < 100_000; i++) {
            builder.add(i * 100L, i * 100L + 10 + seed.nextInt(50), seed.nextInt(50) + 1);
          }
          builder.add(20_000_000, 30_000_000, 1000);

          assertThat(builder.build().shift(20_000_500)).isEqualTo(10_000_000);
        });
  }
}
