package dev.sluice.formats.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Strategy;
import dev.sluice.formats.deflate.recipe.Corrections;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformZlibTest {
  private static final int LEVELS = 9;

  @ParameterizedTest
  @EnumSource(names = {"DEFAULT", "FILTERED", "HUFFMAN_ONLY"})
  void givenLevelsOfAStrategy_whenOurEncoderMakesTheSamples_thenTheirChecksumsAreThoseKept(
      Strategy strategy) {
    for (int level = 1; level <= LEVELS; level++) {
      var profile = Profile.of(level).withStrategy(strategy);
      var recipe = Corrections.none(profile);

      int ours =
          PlatformZlib.checksum(
              output -> DeflateRebuilder.open(recipe.reader(), output, DeflateEngine.none()));

      assertThat(ours)
          .as("%s at level %d", strategy, level)
          .isEqualTo(PlatformZlib.expected(profile));
    }
  }

  @Test
  void givenProfileOfAnotherLevel_whenSamplesAreMade_thenItIsNotFollowed() {
    var wrong = Profile.of(5);

    int made = PlatformZlib.checksum(output -> new PlatformRebuilder(wrong, output));

    assertThat(made).isNotEqualTo(PlatformZlib.expected(Profile.of(6)));
  }

  @Test
  void givenContentsInPiecesOfAllLengths_whenRebuilt_thenAllOfThemAreInTheStream()
      throws IOException, MalformedPatchException, DataFormatException {
    var contents = new byte[100_000];
    var random = new Random(1);
    random.nextBytes(contents);
    var stream = new ByteArrayOutputStream();

    try (var rebuilder = new PlatformRebuilder(Profile.of(6), stream::write)) {
      for (int at = 0; at < contents.length; ) {
        int count = Math.min(contents.length - at, 1 << random.nextInt(16));
        rebuilder.accept(contents, at, count);
        at += count;
      }
      rebuilder.finish();
    }

    assertThat(inflated(stream.toByteArray(), contents.length)).isEqualTo(contents);
  }

  private static byte[] inflated(byte[] stream, int length) throws DataFormatException {
    var contents = new byte[length];
    try (var inflater = new Inflater(true)) {
      inflater.setInput(stream);
      assertThat(inflater.inflate(contents)).isEqualTo(length);
    }
    return contents;
  }
}
