package dev.sluice.diff.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Strategy;
import dev.sluice.formats.deflate.recipe.Corrections;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateRoundTripTest {
  private static final int PLAIN_RECIPE_BYTES = 4;
  private static final int PIECE_BYTES = 100_000;

  /// A stream among the test's resources, with its level and memory level.
  record Fixture(int level, int memoryLevel) {}

  static List<Fixture> fixtures() {
    return List.of(new Fixture(1, 8), new Fixture(3, 3), new Fixture(6, 4), new Fixture(9, 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void givenStreamOfThePlatformsZlib_whenAnalyzed_thenParametersAreEnough(int level) {
    Property.check(
        "level " + level + " is predicted",
        12,
        seed -> {
          var contents =
              seed.chance(0.8) ? DeflateSamples.mixed(seed, 400_000) : seed.bytes(300_000);
          var stream = DeflateSamples.deflate(contents, level, Deflater.DEFAULT_STRATEGY);

          var found = requireFound(DeflateSamples.analyze(stream));

          assertThat(found.compressedBytes()).isEqualTo(stream.length);
          assertThat(found.contentsBytes()).isEqualTo(contents.length);
          assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
          assertThat(DeflateSamples.rebuild(found.recipe(), contents, seed, PIECE_BYTES))
              .isEqualTo(stream);
        });
  }

  static List<Profile> profilesOfThePlatform() {
    return IntStream.rangeClosed(1, 9)
        .mapToObj(Profile::of)
        .<Profile>mapMulti(
            (profile, target) -> {
              target.accept(profile);
              target.accept(profile.withStrategy(Strategy.FILTERED));
              target.accept(profile.withStrategy(Strategy.HUFFMAN_ONLY));
            })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("profilesOfThePlatform")
  void givenRecipeWithoutCorrections_whenMadeByThePlatform_thenIsWhatOursMakes(Profile profile) {
    Property.check(
        "the platform follows " + profile,
        8,
        seed -> {
          var contents =
              seed.chance(0.8) ? DeflateSamples.mixed(seed, 300_000) : seed.bytes(100_000);
          var recipe = Corrections.none(profile);
          var made = new ByteArrayOutputStream();

          try (var rebuilder =
              DeflateRebuilder.open(recipe.reader(), made::write, DeflateEngine.platform())) {
            assertThat(rebuilder).isNotInstanceOf(DeflateRebuilder.class);
            assertThat(rebuilder.memoryBytes()).isLessThan(DeflateRebuilder.MEMORY_BYTES);
            rebuilder.accept(contents, 0, contents.length);
            rebuilder.finish();
          }

          assertThat(made.toByteArray())
              .isEqualTo(DeflateSamples.rebuild(recipe, contents, seed, PIECE_BYTES));
        });
  }

  @Test
  void givenWhatThePlatformCannotMake_whenOpened_thenIsOurs() throws Exception {
    var usual = Profile.of(6);
    var others =
        List.of(
            usual.withLevel(0),
            usual.withMemoryLevel(9),
            usual.withWindowBits(14),
            usual.withFamily(Family.GNU_GZIP),
            usual.withStrategy(Strategy.RUN_LENGTHS),
            usual.withStrategy(Strategy.FIXED));

    for (var profile : others) {
      var recipe = Corrections.none(profile).reader();
      try (var made = DeflateRebuilder.open(recipe, (_, _, _) -> {}, DeflateEngine.platform())) {
        assertThat(made).as("%s", profile).isInstanceOf(DeflateRebuilder.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Deflater.FILTERED, Deflater.HUFFMAN_ONLY})
  void givenOtherStrategy_whenAnalyzed_thenParametersAreEnough(int strategy) {
    Property.check(
        "strategy " + strategy + " is predicted",
        12,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 300_000);
          var stream = DeflateSamples.deflate(contents, seed.nextInt(1, 10), strategy);

          var found = requireFound(DeflateSamples.analyze(stream));

          assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
        });
  }

  @Test
  void givenStoredStream_whenAnalyzed_thenNamesTheLengthsOfItsBlocks() {
    Property.check(
        "level 0 is predicted",
        12,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 300_000);
          var stream = DeflateSamples.deflate(contents, 0, Deflater.DEFAULT_STRATEGY);

          var found = requireFound(DeflateSamples.analyze(stream));

          assertThat(found.recipe().lengthBytes()).isLessThan(64);
          assertThat(DeflateSamples.rebuild(found.recipe(), contents, seed, PIECE_BYTES))
              .isEqualTo(stream);
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void givenStreamOfChromiumsZlib_whenAnalyzed_thenParametersAreEnough(Fixture fixture)
      throws Exception {
    var stream = read(fixture.level + "-" + fixture.memoryLevel + ".deflate");

    var found = requireFound(DeflateSamples.analyze(stream));

    assertThat(found.compressedBytes()).isEqualTo(stream.length);
    assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
    var profile = Profile.read(found.recipe().reader());
    assertThat(profile.family()).isNotEqualTo(Family.ZLIB);
    assertThat(profile.level()).isEqualTo(fixture.level);
    assertThat(profile.memoryLevel()).isEqualTo(fixture.memoryLevel);
  }

  @Test
  void givenStreamOfGnuGzipWithBlocksThatEndEarly_whenAnalyzed_thenParametersAreEnough()
      throws Exception {
    var stream = read("gnu-gzip.deflate");

    var found = requireFound(DeflateSamples.analyze(stream));

    assertThat(found.compressedBytes()).isEqualTo(stream.length);
    assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
    assertThat(Profile.read(found.recipe().reader()).family()).isEqualTo(Family.GNU_GZIP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void givenStreamOfGo_whenAnalyzed_thenParametersAreEnough(int level) throws Exception {
    var stream = read("go-" + level + ".deflate");

    var found = requireFound(DeflateSamples.analyze(stream));

    assertThat(found.compressedBytes()).isEqualTo(stream.length);
    assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
    var profile = Profile.read(found.recipe().reader());
    assertThat(profile.family()).isEqualTo(Family.GO);
    assertThat(profile.level()).isEqualTo(level);
  }

  /// Bytes with long stretches where nothing matches, so that Go's level 1 leaps.
  @Test
  void givenNoiseBetweenRepetitions_whenMadeAsGoMakesItFast_thenParametersAreEnough() {
    Property.check(
        "Go's level 1 leaps alike",
        10,
        seed -> {
          var noise = seed.bytesOfLength(200_000);
          var contents = Arrays.copyOf(noise, 400_000);
          System.arraycopy(
              DeflateSamples.mixedOfLength(seed, 200_000), 0, contents, 100_000, 99_000);
          var profile = Profile.of(1).withFamily(Family.GO);
          var stream = DeflateSamples.rebuild(Corrections.none(profile), contents, seed, 3000);

          var found = requireFound(DeflateSamples.analyze(stream));

          assertThat(DeflateSamples.contents(stream, stream.length)).isEqualTo(contents);
          assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void givenStreamMadeAsGoMakesIt_whenAnalyzed_thenParametersAreEnough(int level) {
    Property.check(
        "Go's level " + level + " is predicted",
        8,
        seed -> {
          var contents =
              seed.chance(0.8) ? DeflateSamples.mixed(seed, 300_000) : seed.bytes(150_000);
          var strategy = seed.chance(0.2) ? Strategy.HUFFMAN_ONLY : Strategy.DEFAULT;
          var profile = Profile.of(level).withFamily(Family.GO).withStrategy(strategy);
          var recipe = Corrections.none(profile);
          var stream = DeflateSamples.rebuild(recipe, contents, seed, PIECE_BYTES);

          var found = requireFound(DeflateSamples.analyze(stream));

          assertThat(DeflateSamples.contents(stream, stream.length)).isEqualTo(contents);
          assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(PLAIN_RECIPE_BYTES);
          assertThat(DeflateSamples.rebuild(found.recipe(), contents, seed, 1000))
              .isEqualTo(stream);
        });
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(DeflateRoundTripTest.class.getResourceAsStream(name), name)) {
      return stream.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH})
  void givenFlushes_whenAnalyzed_thenNamesThem(int flush) {
    Property.check(
        "flush " + flush + " is found",
        20,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 200_000);
          int pieceBytes = Math.max(1, seed.nextInt(Math.max(1, contents.length)) + 4000);
          var stream =
              DeflateSamples.deflateInPieces(contents, seed.nextInt(1, 10), flush, pieceBytes);

          var found = requireFound(DeflateSamples.analyze(stream));

          int flushes = Math.ceilDiv(contents.length, pieceBytes);
          assertThat(found.recipe().lengthBytes()).isLessThanOrEqualTo(64 + 5 * flushes);
          assertThat(DeflateSamples.rebuild(found.recipe(), contents, seed, PIECE_BYTES))
              .isEqualTo(stream);
        });
  }

  @Test
  void givenFlushAfterEveryFewBytes_whenAnalyzed_thenAllAreNamed() {
    Property.check(
        "short segments",
        30,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 3000);
          var stream =
              DeflateSamples.deflateInPieces(
                  contents, seed.nextInt(1, 10), Deflater.SYNC_FLUSH, 1 + seed.nextInt(40));

          var result = DeflateSamples.analyzeAtAnyCost(stream);

          var found = requireFound(result);
          assertThat(DeflateSamples.rebuild(found.recipe(), contents, seed, 7)).isEqualTo(stream);
        });
  }

  @Test
  void givenContentsCutInAnyWay_whenRebuilt_thenMakesTheSame() {
    Property.check(
        "cuts change nothing",
        20,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 150_000);
          var stream = DeflateSamples.deflate(contents, 6, Deflater.DEFAULT_STRATEGY);
          var found = requireFound(DeflateSamples.analyze(stream));
          int pieceBytes = seed.pick(List.of(1, 3, 300, 40_000, 500_000));

          var rebuilt = DeflateSamples.rebuild(found.recipe(), contents, seed, pieceBytes);

          assertThat(rebuilt).isEqualTo(stream);
        });
  }

  @Test
  void givenStreamsOfOneFile_whenAnalyzed_thenShareTheirRecipe() {
    var analysis = new DeflateAnalysis(DeflateLimits.DEFAULT, Feature.ALL);
    var seed = new Seeded(3);
    var large =
        DeflateSamples.deflate(
            DeflateSamples.mixedOfLength(new Seeded(4), 300_000), 9, Deflater.DEFAULT_STRATEGY);
    var first = requireFound(DeflateSamples.analyze(analysis, large));

    for (int i = 0; i < 20; i++) {
      var small = DeflateSamples.deflate(seed.bytes(300), 9, Deflater.DEFAULT_STRATEGY);
      var found = requireFound(DeflateSamples.analyze(analysis, small));

      assertThat(found.recipe()).isEqualTo(first.recipe());
    }
  }

  static Analysis.Found requireFound(Analysis result) {
    assertThat(result).isInstanceOf(Analysis.Found.class);
    return (Analysis.Found) result;
  }
}
