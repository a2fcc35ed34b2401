package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.deflate.DeflateRebuilder;
import dev.sluice.formats.lz4.Lz4BlockRebuilder;
import dev.sluice.formats.lz4.Lz4Rebuilder;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.StreamRebuilder;
import dev.sluice.formats.xz.XzRebuilder;
import dev.sluice.formats.zstd.ZstdRebuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/// Rebuilders of streams, under recipes that no analysis wrote.
class RecipesFuzzTest {
  private static final int MAX_CONTENTS_BYTES = 1 << 14;
  private static final int MAX_RECIPE_BYTES = 256;
  private static final long XZ_MEMORY_BYTES = 24 << 20;
  private static final long ZSTD_MEMORY_BYTES = 12 << 20;

  /// A byte of a recipe may make an empty block, or a head of codes.
  private static final long MAX_BYTES_PER_BYTE = 512;

  @FuzzTest
  void givenAnyRecipe_whenRebuilding_thenEndsInAStreamOrARefusal(FuzzedDataProvider data)
      throws IOException {
    int kind = data.consumeInt(0, XzRebuilder.isAvailable() ? 4 : 3);
    var recipe = Fixtures.recipe(data.consumeBytes(data.consumeInt(0, MAX_RECIPE_BYTES)));
    int contentsBytes = data.consumeInt(0, MAX_CONTENTS_BYTES);
    var pattern = data.consumeRemainingAsBytes();
    var contents = pattern;
    while (contents.length < contentsBytes) {
      contents = Arrays.copyOf(contents, Math.max(1, 2 * contents.length));
      System.arraycopy(contents, 0, contents, contents.length / 2, contents.length / 2);
    }
    var made = new Fixtures.Kept();
    try (var rebuilder = rebuilder(kind, recipe, made)) {
      Fixtures.feed(rebuilder, contents, new Random(contentsBytes));
    } catch (MalformedPatchException e) {
      assertThat(e.rule()).isNotBlank();
    }
    assertThat((long) made.size())
        .isLessThanOrEqualTo(MAX_BYTES_PER_BYTE * (contents.length + MAX_RECIPE_BYTES));
  }

  private static StreamRebuilder rebuilder(int kind, RecipeReader recipe, ByteSink made)
      throws IOException, MalformedPatchException {
    return switch (kind) {
      case 0 -> DeflateRebuilder.open(recipe, made, DeflateEngine.none());
      case 1 -> new Lz4Rebuilder(recipe, made);
      case 2 -> Lz4BlockRebuilder.open(recipe, made, ZSTD_MEMORY_BYTES);
      case 3 -> ZstdRebuilder.open(recipe, made, ZSTD_MEMORY_BYTES);
      default -> XzRebuilder.open(recipe, made, XZ_MEMORY_BYTES);
    };
  }
}
