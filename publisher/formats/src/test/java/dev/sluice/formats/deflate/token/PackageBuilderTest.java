package dev.sluice.formats.deflate.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackageBuilderTest {
  @Test
  void givenAnyCounts_whenBuilt_thenTheCodeIsCompleteAndWithinItsLimit() {
    Property.check(
        "complete codes",
        200,
        seed -> {
          var counts = counts(seed, 3);
          int maxBits = 9 + seed.nextInt(7);
          var builder = new PackageBuilder(counts.length, maxBits);

          builder.build(counts);

          long room = 0;
          for (int i = 0; i < counts.length; i++) {
            int length = builder.length(i);
            assertThat(length > 0).isEqualTo(counts[i] > 0);
            assertThat(length).isLessThanOrEqualTo(maxBits);
            room += length == 0 ? 0 : 1L << (maxBits - length);
          }
          assertThat(room).isEqualTo(1L << maxBits);
        });
  }

  @Test
  void givenAnyCounts_whenBuilt_thenNoLongerThanAsZlibBuildsIt() {
    Property.check(
        "shortest codes",
        200,
        seed -> {
          var counts = counts(seed, 3);
          int maxBits = 9 + seed.nextInt(7);
          var packages = new PackageBuilder(counts.length, maxBits);
          var tree = new TreeBuilder(counts.length, maxBits);

          packages.build(counts);
          tree.build(counts);

          assertThat(bits(packages, counts)).isLessThanOrEqualTo(bits(tree, counts));
        });
  }

  @Test
  void givenCountsThatManyCodesFit_whenBuilt_thenItIsGosCode() {
    var builder = new PackageBuilder(6, 15);

    builder.build(new int[] {1, 1, 0, 1, 1, 2});

    // A package of two rare ones weighs as much as the last symbol, and is taken first.
    assertThat(IntStream.range(0, 6).map(builder::length)).containsExactly(3, 3, 0, 3, 3, 1);
  }

  @Test
  void givenOneOrTwoSymbols_whenBuilt_thenEachHasOneBit() {
    for (var counts : List.of(new int[] {0, 5}, new int[] {3, 0, 900})) {
      var builder = new PackageBuilder(counts.length, 7);

      builder.build(counts);

      assertThat(builder.lastSymbol()).isEqualTo(counts.length - 1);
      for (int i = 0; i < counts.length; i++) {
        assertThat(builder.length(i)).isEqualTo(counts[i] > 0 ? 1 : 0);
      }
    }
  }

  /// Few and many, alike and steep, with at least so many symbols that occur.
  private static int[] counts(Seeded seed, int least) {
    var counts = new int[least + seed.nextInt(280)];
    int steepness = 1 + seed.nextInt(14);
    for (int i = 0; i < counts.length; i++) {
      boolean isAbsent = i >= least && seed.chance(0.3);
      counts[i] = isAbsent ? 0 : 1 + seed.nextInt(1 << seed.nextInt(steepness));
    }
    return counts;
  }

  private static int bits(CodeBuilder builder, int[] counts) {
    return IntStream.range(0, counts.length).map(i -> counts[i] * builder.length(i)).sum();
  }
}
