package dev.sluice.diff.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.formats.deflate.block.BlockBuffer;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.token.BitOutput;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class HostileDeflateTest {
  @Test
  void givenNoise_whenAnalyzed_thenRefusesOrFindsWhatItCanMake() {
    Property.check("noise", 300, seed -> analyzeAny(seed.bytes(5000)));
  }

  @Test
  void givenTruncatedStream_whenAnalyzed_thenIsNoStream() {
    Property.check(
        "truncated",
        60,
        seed -> {
          var stream = stream(seed, 20_000);
          var cut = Arrays.copyOf(stream, seed.nextInt(stream.length));

          assertThat(DeflateSamples.analyze(cut)).isInstanceOf(Analysis.NotThisFormat.class);
        });
  }

  @Test
  void givenFlippedBits_whenAnalyzed_thenRefusesOrFindsWhatItCanMake() {
    Property.check("flipped", 80, seed -> analyzeAny(seed.withFlippedBit(stream(seed, 20_000))));
  }

  private static byte[] stream(Seeded seed, int limit) {
    return DeflateSamples.deflate(
        DeflateSamples.mixed(seed, limit), seed.nextInt(0, 10), Deflater.DEFAULT_STRATEGY);
  }

  private static void analyzeAny(byte[] bytes) throws IOException, MalformedPatchException {
    if (DeflateSamples.analyze(bytes) instanceof Analysis.Found found) {
      int end = (int) found.compressedBytes();
      var contents = DeflateSamples.contents(bytes, end);

      assertThat(contents).hasSize((int) found.contentsBytes());
      assertThat(DeflateSamples.rebuild(found.recipe(), contents, new Seeded(1), 10_000))
          .isEqualTo(Arrays.copyOf(bytes, end));
    }
  }

  @Test
  void givenAnyRecipe_whenRebuilding_thenMakesSomethingOrRefuses() {
    Property.check(
        "any recipe",
        2000,
        seed -> {
          var recipe = new byte[seed.nextInt(60)];
          for (int i = 0; i < recipe.length; i++) {
            recipe[i] = (byte) (seed.chance(0.6) ? seed.nextInt(6) : seed.nextInt());
          }
          rebuildAny(new Recipe(recipe), DeflateSamples.mixed(seed, 3000), seed);
        });
  }

  @Test
  void givenAlteredRecipe_whenRebuilding_thenMakesSomethingOrRefuses() {
    Property.check(
        "altered recipe",
        100,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 5000);
          var stream = foreign(seed, contents);
          var found = DeflateRoundTripTest.requireFound(DeflateSamples.analyzeAtAnyCost(stream));
          var recipe = seed.withFlippedBit(found.recipe().toByteArray());

          rebuildAny(new Recipe(recipe), contents, seed);
        });
  }

  /// What a rebuilder makes may be anything; that it ends, and how, is checked.
  private static void rebuildAny(Recipe recipe, byte[] contents, Seeded seed) throws IOException {
    try {
      assertThat(DeflateSamples.rebuild(recipe, contents, seed, 2000)).isNotEmpty();
    } catch (MalformedPatchException e) {
      assertThat(e.rule()).isNotEmpty();
    }
  }

  @Test
  void givenEncoderThatNobodyPredicts_whenAnalyzed_thenIsNotReproducible()
      throws IOException, MalformedPatchException {
    var contents = DeflateSamples.mixedOfLength(new Seeded(8), 100_000);
    var stream = foreign(new Seeded(9), contents);

    assertThat(DeflateSamples.contents(stream, stream.length)).isEqualTo(contents);
    var strict = new DeflateLimits(Long.MAX_VALUE, 16, 32);
    assertThat(DeflateSamples.analyze(new DeflateAnalysis(strict, Feature.ALL), stream))
        .isInstanceOf(Analysis.NotReproducible.class);
  }

  @Test
  void givenEncoderThatNobodyPredicts_whenAnyRecipeIsAllowed_thenIsRebuilt() {
    Property.check(
        "foreign encoders",
        20,
        seed -> {
          var contents = DeflateSamples.mixed(seed, 20_000);
          var stream = foreign(seed, contents);

          var found = DeflateRoundTripTest.requireFound(DeflateSamples.analyzeAtAnyCost(stream));

          assertThat(DeflateSamples.rebuild(found.recipe(), contents, seed, 10_000))
              .isEqualTo(stream);
        });
  }

  /// A stream whose encoder matches with the last place where the same two bytes began, if it feels
  /// like it, and ends blocks and chooses their types likewise.
  private static byte[] foreign(Seeded seed, byte[] contents)
      throws IOException, MalformedPatchException {
    var stream = new ByteArrayOutputStream();
    var output = new BitOutput(stream::write);
    var block = new BlockBuffer(Profile.of(6));
    var places = new int[1 << 16];
    for (int at = 0; at < contents.length; ) {
      int token = token(seed, contents, at, places);
      block.add(token);
      at += Token.bytes(token);
      if (at < contents.length && seed.chance(0.001)) {
        write(output, block, seed, false, contents, at);
      }
    }
    write(output, block, seed, true, contents, contents.length);
    output.align(seed.nextInt(128));
    output.flush();
    return stream.toByteArray();
  }

  private static int token(Seeded seed, byte[] contents, int at, int[] places) {
    if (at + 3 > contents.length) {
      return contents[at] & 0xff;
    }
    int pair = (contents[at] & 0xff) << 8 | (contents[at + 1] & 0xff);
    int place = places[pair] - 1;
    places[pair] = at + 1;
    if (place < 0 || at - place > Codes.MAX_DISTANCE || seed.chance(0.1)) {
      return contents[at] & 0xff;
    }
    int limit = Math.min(Codes.MAX_MATCH, contents.length - at);
    int length = Arrays.mismatch(contents, place, place + limit, contents, at, at + limit);
    length = length < 0 ? limit : length;
    return length < 3 ? contents[at] & 0xff : Token.match(length, at - place);
  }

  private static void write(
      BitOutput output, BlockBuffer block, Seeded seed, boolean isFinal, byte[] contents, int end)
      throws IOException, MalformedPatchException {
    var plan = block.plan();
    if (seed.chance(0.3)) {
      plan = new BlockBuffer.Plan(BlockType.FIXED, plan.head());
    }
    block.write(output, plan, isFinal, contents, end);
    block.clear();
  }

  @Test
  void givenHeadThatOnlyAnotherEncoderWrites_whenAnalyzed_thenTheRecipeHoldsIt()
      throws IOException, MalformedPatchException {
    var contents = new byte[] {1, 2, 3, 4};
    var block = new BlockBuffer(Profile.of(6));
    var trees = new BlockBuffer(Profile.of(6));
    for (byte literal : contents) {
      block.add(literal);
      trees.add(literal);
    }
    trees.add(77);
    var stream = new ByteArrayOutputStream();
    var output = new BitOutput(stream::write);
    var plan = new BlockBuffer.Plan(BlockType.DYNAMIC, trees.plan().head());
    block.write(output, plan, true, contents, contents.length);
    output.align(0);
    output.flush();

    var found =
        DeflateRoundTripTest.requireFound(DeflateSamples.analyzeAtAnyCost(stream.toByteArray()));

    assertThat(DeflateSamples.rebuild(found.recipe(), contents, new Seeded(1), 10))
        .isEqualTo(stream.toByteArray());
  }

  @Test
  void givenMoreContentsThanAllowed_whenAnalyzed_thenIsNotReproducible() {
    var stream = DeflateSamples.deflate(new byte[3_000_000], 6, Deflater.DEFAULT_STRATEGY);
    var limits = new DeflateLimits(1_000_000, 16, 16);

    var result = DeflateSamples.analyze(new DeflateAnalysis(limits, Feature.ALL), stream);

    assertThat(result).isInstanceOf(Analysis.NotReproducible.class);
  }
}
