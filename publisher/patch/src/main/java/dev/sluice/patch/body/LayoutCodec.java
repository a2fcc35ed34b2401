package dev.sluice.patch.body;

import dev.sluice.formats.Deflate;
import dev.sluice.formats.StreamFormats;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.patch.coding.BitCoder;
import dev.sluice.patch.coding.NumberModel;
import dev.sluice.patch.coding.RecipeModel;
import dev.sluice.patch.view.Expansion;
import dev.sluice.patch.view.Frame;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.wire.PatchLengths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Codes a layout: the places of streams as distances, in their order.
public final class LayoutCodec {
  private static final int COUNTS = 0;
  private static final int FORMATS = 1;
  private static final int GAPS = 2;
  private static final int FRAME_GAPS = 3;
  private static final int LENGTHS = 4;
  private static final int NESTING = 5;
  private static final int FRAME_LENGTHS = 6;
  private static final int CONTEXTS = 7;

  private static final Expansion ANY_EXPANSION = new Expansion(new Deflate(), 0, 1);
  private static final Frame ANY_FRAME = new Frame(new Deflate(), 0, 1, new Recipe(new byte[0]));

  private final BitCoder coder;
  private final long maxMemoryBytes;
  private final NumberModel numbers = new NumberModel(CONTEXTS);
  private final RecipeModel recipes = new RecipeModel();

  private long memoryBytes;

  private LayoutCodec(BitCoder coder, long maxMemoryBytes) {
    this.coder = coder;
    this.maxMemoryBytes = maxMemoryBytes;
  }

  /// Codes a layout; `layout` is without meaning when decoding.
  ///
  /// @param maxMemoryBytes what it may take, see [Layout#memoryBytes]
  public static Layout code(BitCoder coder, Layout layout, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    var codec = new LayoutCodec(coder, maxMemoryBytes);
    var expansions = codec.codeExpansions(layout.expansions());
    return new Layout(expansions, codec.codeFrames(layout.frames()));
  }

  private List<Expansion> codeExpansions(List<Expansion> expansions)
      throws IOException, MalformedPatchException {
    int count = codeCount(expansions.size());
    var coded = new ArrayList<Expansion>();
    long end = 0;
    for (int i = 0; i < count; i++) {
      var expansion = i < expansions.size() ? expansions.get(i) : ANY_EXPANSION;
      take(Layout.STREAM_BYTES);
      var format = StreamFormats.of(numbers.code(coder, FORMATS, expansion.format().code()));
      long start = add(end, numbers.code(coder, GAPS, Math.max(0, expansion.start() - end)));
      long bytes = numbers.code(coder, LENGTHS, expansion.compressedBytes() - 1) + 1;
      end = add(start, bytes);
      coded.add(new Expansion(format, start, bytes));
    }
    return coded;
  }

  private List<Frame> codeFrames(List<Frame> frames) throws IOException, MalformedPatchException {
    int count = codeCount(frames.size());
    var coded = new ArrayList<Frame>();
    long recipeBytes = 0;
    long lastStart = 0;
    long lastEnd = 0;
    for (int i = 0; i < count; i++) {
      var frame = i < frames.size() ? frames.get(i) : ANY_FRAME;
      take(Layout.STREAM_BYTES);
      var format = StreamFormats.of(numbers.code(coder, FORMATS, frame.format().code()));
      long isWithin = numbers.code(coder, NESTING, i > 0 && frame.start() < lastEnd ? 1 : 0);
      long from = isWithin == 1 ? lastStart : lastEnd;
      long start = add(from, numbers.code(coder, FRAME_GAPS, Math.max(0, frame.start() - from)));
      long bytes = numbers.code(coder, FRAME_LENGTHS, frame.contentsBytes() - 1) + 1;
      var recipe =
          recipes.code(coder, frame.recipe().toByteArray(), Layout.MAX_RECIPE_BYTES - recipeBytes);
      take(recipe.length);
      recipeBytes += recipe.length;
      lastStart = start;
      lastEnd = add(start, bytes);
      coded.add(new Frame(format, start, bytes, new Recipe(recipe)));
    }
    return coded;
  }

  private int codeCount(int count) throws IOException, MalformedPatchException {
    long coded = numbers.code(coder, COUNTS, count);
    if (coded > Layout.MAX_STREAMS) {
      throw MalformedPatchException.corrupt(0, "at most " + Layout.MAX_STREAMS + " streams");
    }
    return (int) coded;
  }

  private void take(long bytes) throws MalformedPatchException {
    memoryBytes += bytes;
    if (memoryBytes > maxMemoryBytes) {
      throw MalformedPatchException.corrupt(
          0, "a layout that takes at most the " + maxMemoryBytes + " bytes declared for streams");
    }
  }

  private static long add(long a, long b) throws MalformedPatchException {
    if (b > PatchLengths.MAX_LENGTH - a) {
      throw MalformedPatchException.corrupt(0, "lengths of at most " + PatchLengths.MAX_LENGTH);
    }
    return a + b;
  }
}
