package dev.sluice.formats.xz;

import dev.sluice.formats.stream.MalformedPatchException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The filters of a recipe as liblzma wants them: an array of `lzma_filter`, and the options of
/// LZMA2.
public final class Filters implements AutoCloseable {
  private static final int PRESET_EXTREME = 1 << 31;
  private static final long FILTER_BYTES = 16;
  private static final long OPTIONS_AT = 8;
  private static final long LZMA_OPTIONS_BYTES = 256;
  private static final long END = -1;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment options = arena.allocate(LZMA_OPTIONS_BYTES, Long.BYTES);
  private final MemorySegment chain = arena.allocate(3 * FILTER_BYTES, Long.BYTES);
  private final long encoderBytes;

  /// Fills the structures.
  ///
  /// @throws MalformedPatchException if this liblzma knows no such filters
  public Filters(Liblzma library, XzRecipe recipe) throws MalformedPatchException {
    boolean isExtreme = (recipe.preset() & XzRecipe.EXTREME) != 0;
    int level = recipe.preset() & ~XzRecipe.EXTREME;
    boolean isKnown = library.fillPreset(options, isExtreme ? level | PRESET_EXTREME : level);
    options.set(ValueLayout.JAVA_INT, 0, (int) XzFormat.dictionaryBytes(recipe.dictionaryCode()));
    long at = 0;
    if (recipe.filter() != XzRecipe.NO_FILTER) {
      put(at, recipe.filter(), MemorySegment.NULL);
      at += FILTER_BYTES;
    }
    put(at, XzFormat.LZMA2, options);
    put(at + FILTER_BYTES, END, MemorySegment.NULL);
    encoderBytes = isKnown ? library.encoderMemory(chain) : -1;
    if (encoderBytes < 0) {
      arena.close();
      throw MalformedPatchException.corrupt(0, "liblzma must know the filters of a recipe");
    }
  }

  private void put(long at, long id, MemorySegment filterOptions) {
    chain.set(ValueLayout.JAVA_LONG, at, id);
    chain.set(ValueLayout.ADDRESS, at + OPTIONS_AT, filterOptions);
  }

  MemorySegment chain() {
    return chain;
  }

  /// What an encoder with these filters takes.
  long encoderBytes() {
    return encoderBytes;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
