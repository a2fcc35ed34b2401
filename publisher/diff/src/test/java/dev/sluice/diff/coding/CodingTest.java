package dev.sluice.diff.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.coding.BitCoder;
import dev.sluice.patch.coding.BitDecoder;
import dev.sluice.patch.coding.Bits;
import dev.sluice.patch.coding.CorrectionModel;
import dev.sluice.patch.coding.History;
import dev.sluice.patch.coding.InsertionModel;
import dev.sluice.patch.coding.NumberModel;
import dev.sluice.patch.coding.RecipeModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodingTest {
  private static final int ROUNDS = 30;

  @Test
  void givenSeededBits_whenCodedUnderAnyProbabilities_thenDecodesTheSame() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var encoder = new BitEncoder();
      int bits = new Random(seed).nextInt(4000);
      codeBits(encoder, new Random(seed), new Random(seed + 1000), bits);

      var decoded =
          codeBits(decoder(encoder.finish()), new Random(0), new Random(seed + 1000), bits);

      assertThat(decoded).as("seed %d", seed).isEqualTo(bits(new Random(seed), bits));
    }
  }

  private static boolean[] codeBits(BitCoder coder, Random values, Random chances, int count)
      throws IOException, MalformedPatchException {
    var coded = new boolean[count];
    for (int i = 0; i < count; i++) {
      int p = 1 + chances.nextInt(chances.nextBoolean() ? 3 : BitCoder.ONE - 1);
      coded[i] = coder.code(values.nextInt(2), p) == 1;
    }
    return coded;
  }

  private static boolean[] bits(Random values, int count) {
    var bits = new boolean[count];
    for (int i = 0; i < count; i++) {
      bits[i] = values.nextInt(2) == 1;
    }
    return bits;
  }

  @Test
  void givenSkewedBits_whenCodedAdaptively_thenCostLittle() throws Exception {
    var encoder = new BitEncoder();
    var model = new Bits(1, 1023);

    for (int i = 0; i < 1_000_000; i++) {
      model.code(encoder, 0, 0);
    }

    assertThat(encoder.finish()).hasSizeLessThan(20);
  }

  /// A bomb: a bit for each copy of a large recipe.
  @Test
  void givenRepeatedRecipeBeyondTheLimit_whenDecoded_thenRefuses() throws Exception {
    var encoder = new BitEncoder();
    var recipe = new byte[1000];
    var writer = new RecipeModel();
    for (int i = 0; i < 2; i++) {
      assertThat(writer.code(encoder, recipe, Long.MAX_VALUE)).isEqualTo(recipe);
    }
    var decoder = decoder(encoder.finish());
    var reader = new RecipeModel();

    assertThat(reader.code(decoder, new byte[0], 1000)).isEqualTo(recipe);
    assertThatThrownBy(() -> reader.code(decoder, new byte[0], 999))
        .isInstanceOf(MalformedPatchException.class);
  }

  @Test
  void givenNumbersOfAllSizes_whenCoded_thenDecodesTheSame() throws Exception {
    var encoder = new BitEncoder();
    var model = new NumberModel(2);
    for (int bits = 0; bits <= NumberModel.MAX_BITS; bits++) {
      model.code(encoder, bits & 1, (1L << bits) - 1);
      model.code(encoder, bits & 1, 1L << Math.min(bits, NumberModel.MAX_BITS - 1));
    }

    var decoder = decoder(encoder.finish());
    var other = new NumberModel(2);
    for (int bits = 0; bits <= NumberModel.MAX_BITS; bits++) {
      assertThat(other.code(decoder, bits & 1, 0)).isEqualTo((1L << bits) - 1);
      assertThat(other.code(decoder, bits & 1, 0))
          .isEqualTo(1L << Math.min(bits, NumberModel.MAX_BITS - 1));
    }
  }

  @Test
  void givenInsertions_whenCoded_thenDecodesTheSameAndRepetitionIsCheap() throws Exception {
    for (int symbols : new int[] {20, 60, 256}) {
      var random = new Random(symbols);
      var bytes = new byte[20_000];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = i < 10_000 ? (byte) random.nextInt(symbols) : bytes[i - 10_000];
      }
      var encoder = new BitEncoder();
      codeInsertion(encoder, bytes);
      var code = encoder.finish();

      assertThat(codeInsertion(decoder(code), new byte[bytes.length])).isEqualTo(bytes);
      // A symbol of the first half costs its entropy, and the second half next to nothing.
      double entropyBytes = 10_000 * Math.log(symbols) / Math.log(2) / Byte.SIZE;
      assertThat(code.length).isLessThan((int) (entropyBytes * 1.25) + 250);
    }
  }

  private static byte[] codeInsertion(BitCoder coder, byte[] bytes)
      throws IOException, MalformedPatchException {
    var model = new InsertionModel(16, new History(16));
    var coded = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      coded[i] = model.code(coder, bytes[i] & 0xff, -1, InsertionModel.place(i));
    }
    return coded;
  }

  @Test
  void givenCorrections_whenCoded_thenMakesTheRightBytes() throws Exception {
    var random = new Random(5);
    var predicted = new byte[10_000];
    random.nextBytes(predicted);
    var right = predicted.clone();
    for (int i = 0; i < 200; i++) {
      right[random.nextInt(right.length)] += (byte) random.nextInt(3);
    }
    var encoder = new BitEncoder();
    correct(encoder, predicted.clone(), right);
    var code = encoder.finish();

    assertThat(correct(decoder(code), predicted.clone(), new byte[right.length])).isEqualTo(right);
    assertThat(code.length).isLessThan(400);
  }

  private static byte[] correct(BitCoder coder, byte[] bytes, byte[] right)
      throws IOException, MalformedPatchException {
    var model = new CorrectionModel(12);
    var marks = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at += CorrectionModel.GROUP) {
      int end = Math.min(bytes.length, at + CorrectionModel.GROUP);
      boolean isWrong = Arrays.mismatch(bytes, at, end, right, at, end) >= 0;
      if (model.codeHasAny(coder, false, isWrong)) {
        model.code(coder, bytes, marks, at, end, right);
      }
    }
    return bytes;
  }

  @Test
  void givenRandomCode_whenDecoded_thenGivesBytesOrRefuses() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var code = new byte[300];
      new Random(seed).nextBytes(code);
      var decoder = decoder(code);
      var model = new NumberModel(1);
      try {
        for (int i = 0; i < 100; i++) {
          assertThat(model.code(decoder, 0, 0)).isNotNegative();
        }
      } catch (MalformedPatchException e) {
        assertThat(e.rule()).contains("numbers");
      }
    }
  }

  private static BitDecoder decoder(byte[] code) throws IOException, MalformedPatchException {
    var bytes = Arrays.copyOf(code, code.length);
    var at = new int[1];
    return new BitDecoder(() -> at[0] < bytes.length ? bytes[at[0]++] & 0xff : 0);
  }
}
