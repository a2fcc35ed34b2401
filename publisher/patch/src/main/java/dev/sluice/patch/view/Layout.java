package dev.sluice.patch.view;

import java.util.List;

/// Which streams of base and result are looked into.
///
/// @param expansions of the base, in the order in which their contents are appended, which is that
///     of their places
/// @param frames of the result, in the order of their starts, outer ones first
public record Layout(List<Expansion> expansions, List<Frame> frames) {
  /// Most streams on either side.
  public static final int MAX_STREAMS = 1 << 16;

  /// Most bytes of all recipes.
  public static final int MAX_RECIPE_BYTES = 1 << 20;

  /// Most frames within each other.
  public static final int MAX_DEPTH = 4;

  /// Nothing is looked into.
  public static final Layout PLAIN = new Layout(List.of(), List.of());

  /// Heap that a stream takes besides its recipe, in bytes.
  public static final long STREAM_BYTES = 64;

  /// Copies the lists.
  public Layout {
    expansions = List.copyOf(expansions);
    frames = List.copyOf(frames);
  }

  /// Heap that a layout takes, in bytes.
  public long memoryBytes() {
    long sum = STREAM_BYTES * (expansions.size() + frames.size());
    for (var frame : frames) {
      sum += frame.recipe().lengthBytes();
    }
    return sum;
  }
}
