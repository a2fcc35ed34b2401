package dev.sluice.delta.format;

import dev.sluice.delta.executable.AddressMap;
import dev.sluice.delta.executable.ExecutableModel;
import dev.sluice.delta.stream.Analysis.Recipe;
import java.io.IOException;

/// Two executables of which one became the other.
///
/// @param oldStart where the old one begins in the base's view
/// @param oldBytes its length
/// @param newStart where the new one begins in the result's view
/// @param newBytes its length
/// @param layout of the new one, see [dev.sluice.delta.executable.Layout#toBytes]
/// @param hints for the edits of a section, see
///     [dev.sluice.delta.executable.AddressMap.Builder#hints]
public record ExecutablePair(
    long oldStart, long oldBytes, long newStart, long newBytes, Recipe layout, Recipe hints) {
  /// Heap that the model of a pair takes at most, in bytes.
  public static final long MEMORY_BYTES = ExecutableModel.MEMORY_BYTES;

  /// Most bytes of a layout, or of hints.
  static final int MAX_LAYOUT_BYTES = 1 << 16;

  /// Most bytes of all layouts and hints of a section.
  static final int MAX_RECIPE_BYTES = 1 << 18;

  /// Most pairs of a section.
  static final int MAX_PAIRS = 1 << 14;

  /// Checks the ranges.
  public ExecutablePair {
    if (oldStart < 0 || oldBytes < 1 || newStart < 0 || newBytes < 1) {
      throw new IllegalArgumentException(
          "executables must have places and lengths: %d+%d, %d+%d"
              .formatted(oldStart, oldBytes, newStart, newBytes));
    }
  }

  /// Finds the hints for the copies of a section.
  @FunctionalInterface
  public interface HintSource {
    /// The hints for those copies.
    ///
    /// @param copies adds the copies that make the new executable to a map
    Recipe hints(ExecutablePair pair, CopyAdder copies) throws IOException;
  }

  /// Adds copies to a map.
  @FunctionalInterface
  public interface CopyAdder {
    /// Adds them.
    void addTo(AddressMap.Builder map) throws IOException;
  }

  ExecutablePair withHints(Recipe found) {
    return new ExecutablePair(oldStart, oldBytes, newStart, newBytes, layout, found);
  }

  /// Bytes of the layout and the hints.
  int recipeBytes() {
    return layout.lengthBytes() + hints.lengthBytes();
  }

  long oldEnd() {
    return oldStart + oldBytes;
  }

  long newEnd() {
    return newStart + newBytes;
  }
}
