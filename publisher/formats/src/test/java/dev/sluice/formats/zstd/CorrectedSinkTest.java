package dev.sluice.formats.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrectedSinkTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void givenCorrections_whenBytesComeInPieces_thenTheyStandInstead(int seed) throws Exception {
    var random = new Random(seed);
    var recipe = new ByteArrayOutputStream();
    var made = new ByteArrayOutputStream();
    var expected = new ByteArrayOutputStream();
    int count = random.nextInt(6);
    Varint.write(recipe, count);
    for (int i = 0; i < count; i++) {
      var passing = bytes(random);
      var leftOut = bytes(random);
      var instead = bytes(random);
      Varint.write(recipe, passing.length);
      Varint.write(recipe, leftOut.length);
      Varint.write(recipe, instead.length);
      recipe.writeBytes(instead);
      made.writeBytes(passing);
      made.writeBytes(leftOut);
      expected.writeBytes(passing);
      expected.writeBytes(instead);
    }
    var rest = bytes(random);
    made.writeBytes(rest);
    expected.writeBytes(rest);

    var corrected = new Fixtures.Kept();
    var sink = new CorrectedSink(Fixtures.recipe(recipe.toByteArray()), corrected);
    for (int at = 0; at < made.size(); ) {
      int step = Math.min(made.size() - at, random.nextInt(7));
      sink.write(made.toByteArray(), at, step);
      at += step;
    }
    sink.finish();

    assertThat(corrected.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void givenCorrectionBehindTheEnd_whenFinished_thenRefuses() throws Exception {
    var sink = new CorrectedSink(Fixtures.recipe(new byte[] {1, 5, 1, 0}), new Fixtures.Kept());

    sink.write(new byte[5], 0, 5);

    assertThatThrownBy(sink::finish).isInstanceOf(MalformedPatchException.class);
  }

  private static byte[] bytes(Random random) {
    var bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }
}
