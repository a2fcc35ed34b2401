package dev.sluice.patch.body;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.coding.BitCoder;
import dev.sluice.patch.coding.NumberModel;
import dev.sluice.patch.coding.RecipeModel;
import dev.sluice.patch.view.Pieces;
import dev.sluice.patch.wire.PatchLengths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Codes which executables a section touches.
final class ExecutablesCodec {
  private static final int COUNTS = 0;
  private static final int GAPS = 1;
  private static final int LENGTHS = 2;
  private static final int SIGNS = 3;
  private static final int CONTEXTS = 4;
  private static final Recipe NOTHING = new Recipe(new byte[0]);
  private static final ExecutablePair ANY =
      new ExecutablePair(Pieces.of(0, 1), Pieces.of(0, 1), NOTHING, NOTHING);

  private final BitCoder coder;
  private final NumberModel numbers = new NumberModel(CONTEXTS);
  private final PiecesCodec pieces;
  private int recipeBytesLeft = ExecutablePair.MAX_RECIPE_BYTES;

  private ExecutablesCodec(BitCoder coder) {
    this.coder = coder;
    this.pieces = new PiecesCodec(coder);
  }

  /// Codes the pairs of a section; `pairs` is without meaning when decoding.
  ///
  /// @param from where the section begins in new
  /// @param to where it ends
  static List<ExecutablePair> code(BitCoder coder, long from, long to, List<ExecutablePair> pairs)
      throws IOException, MalformedPatchException {
    return new ExecutablesCodec(coder).code(from, to, pairs);
  }

  private List<ExecutablePair> code(long from, long to, List<ExecutablePair> pairs)
      throws IOException, MalformedPatchException {
    long count = numbers.code(coder, COUNTS, pairs.size());
    if (count > ExecutablePair.MAX_PAIRS) {
      throw MalformedPatchException.corrupt(
          0, "at most " + ExecutablePair.MAX_PAIRS + " executables in a section");
    }
    var recipes = count == 0 ? null : new RecipeModel();
    var coded = new ArrayList<ExecutablePair>();
    // An executable may have begun in the section before.
    long newEnd = 0;
    long oldEnd = 0;
    for (int i = 0; i < count && recipes != null; i++) {
      var pair = i < pairs.size() ? pairs.get(i) : ANY;
      long newGap = numbers.code(coder, GAPS, Math.max(0, pair.neu().start() - newEnd));
      long newStart = add(newEnd, newGap);
      int isCut = pair.old().isWhole() && pair.neu().isWhole() ? 0 : 1;
      long length = numbers.code(coder, LENGTHS, (pair.neu().lengthBytes() - 1) << 1 | isCut);
      long newBytes = (length >>> 1) + 1;
      long oldStart = oldEnd + codeSigned(pair.old().start() - oldEnd);
      long oldBytes = newBytes + codeSigned(pair.old().lengthBytes() - pair.neu().lengthBytes());
      if (oldStart < 0 || oldBytes < 1 || newStart >= to) {
        throw MalformedPatchException.corrupt(from, "executables with places and lengths");
      }
      newEnd = add(newStart, newBytes);
      oldEnd = add(oldStart, oldBytes);
      var neu = Pieces.of(newStart, newBytes);
      var old = Pieces.of(oldStart, oldBytes);
      if ((length & 1) == 1) {
        neu = pieces.code(pair.neu(), newStart, newBytes);
        old = pieces.code(pair.old(), oldStart, oldBytes, neu);
        newEnd = neu.end();
        oldEnd = old.end();
      } else {
        pieces.passWhole();
      }
      var layout = codeRecipe(recipes, pair.layout());
      var hints = codeRecipe(recipes, pair.hints());
      coded.add(new ExecutablePair(old, neu, new Recipe(layout), new Recipe(hints)));
    }
    return coded;
  }

  private byte[] codeRecipe(RecipeModel recipes, Recipe recipe)
      throws IOException, MalformedPatchException {
    int most = Math.min(ExecutablePair.MAX_LAYOUT_BYTES, recipeBytesLeft);
    var coded = recipes.code(coder, recipe.toByteArray(), most);
    recipeBytesLeft -= coded.length;
    return coded;
  }

  private long codeSigned(long value) throws IOException, MalformedPatchException {
    long isNegative = numbers.code(coder, SIGNS, value < 0 ? 1 : 0);
    long size = numbers.code(coder, GAPS, Math.abs(value));
    return isNegative == 1 ? -size : size;
  }

  private static long add(long a, long b) throws MalformedPatchException {
    if (b > PatchLengths.MAX_LENGTH - a) {
      throw MalformedPatchException.corrupt(0, "lengths of at most " + PatchLengths.MAX_LENGTH);
    }
    return a + b;
  }
}
