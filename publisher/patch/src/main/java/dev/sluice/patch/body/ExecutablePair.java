package dev.sluice.patch.body;

import dev.sluice.formats.executable.AddressMap;
import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.view.Pieces;
import java.io.IOException;

/// Two executables of which one became the other.
///
/// @param old where the old one stands in the base's view
/// @param neu where the new one stands in the result's view
/// @param layout of the new one, see [dev.sluice.formats.executable.Layout#parse]
/// @param hints for the edits of a section, see
///     [dev.sluice.formats.executable.AddressMap.Builder#hints]
public record ExecutablePair(Pieces old, Pieces neu, Recipe layout, Recipe hints) {
  /// Most runs of the executables of a section.
  public static final int MAX_RUNS = 1 << 12;

  /// Heap that the model of a pair takes at most, with all runs, in bytes.
  public static final long MEMORY_BYTES =
      ExecutableModel.MEMORY_BYTES + MAX_RUNS * Pieces.RUN_BYTES;

  /// Most bytes of a layout, or of hints.
  public static final int MAX_LAYOUT_BYTES = 1 << 16;

  /// Most bytes of all layouts and hints of a section.
  public static final int MAX_RECIPE_BYTES = 1 << 18;

  /// Most pairs of a section.
  public static final int MAX_PAIRS = MAX_RUNS / 2;

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

  public ExecutablePair withHints(Recipe found) {
    return new ExecutablePair(old, neu, layout, found);
  }

  /// Bytes of the layout and the hints.
  public int recipeBytes() {
    return layout.lengthBytes() + hints.lengthBytes();
  }

  /// Runs of both.
  public int runs() {
    return old.size() + neu.size();
  }

  /// Follows a copy that begins at these places of the views.
  ///
  /// @return how many bytes of it lead from the old to the new executable; or, negative, how many
  ///     do not at least
  long follow(long oldAt, long newAt) {
    long inOld = old.follow(oldAt);
    long inNew = neu.follow(newAt);
    if (inOld > 0 && inNew > 0) {
      return Math.min(inOld, inNew);
    }
    return Math.min(Math.min(inOld, inNew), -1);
  }
}
