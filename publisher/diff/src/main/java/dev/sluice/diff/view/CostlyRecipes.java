package dev.sluice.diff.view;

import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.view.Layout;

/// What becomes of streams whose recipes are long, as those of encoders that are not known: taking
/// them apart pays only if their contents are not new.
final class CostlyRecipes {
  private static final int SHARE = 16;
  private static final int LEAST_BYTES = 32;

  /// They leave room for others.
  private static final long MAX_BYTES = Layout.MAX_RECIPE_BYTES / 4 * 3;

  /// Of their contents, 1 / this must stand in the base. Minified text whose names have changed is
  /// known by a third, and worth it; unrelated text by a fortieth.
  private static final int KNOWN_PART = 8;

  private CostlyRecipes() {}

  /// Whether a recipe is costly: more than a sixteenth of its stream.
  static boolean contain(StreamSearch search, FoundStream stream, Recipe recipe) {
    return search.hasLongRecipes()
        && recipe.lengthBytes() > LEAST_BYTES
        && recipe.lengthBytes() > stream.compressedBytes() / SHARE;
  }

  /// Bytes that all recipes, up to this one, may have.
  static long maxBytes(StreamSearch search, FoundStream stream, Recipe recipe) {
    return contain(search, stream, recipe) ? MAX_BYTES : Layout.MAX_RECIPE_BYTES;
  }

  /// Whether the base holds enough of their contents.
  static boolean areWorthIt(Likeness likeness) {
    return likeness.isAtLeastOneIn(KNOWN_PART);
  }
}
