package dev.sluice.formats.stream;

import java.io.IOException;

/// The bytes of a recipe, in order. They come from a patch, so whatever they are must end in a
/// rebuilt stream or in a [MalformedPatchException].
@FunctionalInterface
public interface RecipeReader {
  /// The next byte, 0 to 255.
  ///
  /// @throws MalformedPatchException if the recipe has ended
  int read() throws IOException, MalformedPatchException;
}
