package dev.sluice.delta.lz4;

import dev.sluice.delta.stream.ComparingSink;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// The levels of `lz4 -l` whose encoders are known; 2 is 1, and less than 1 is not written.
enum Level {
  FAST(1, 0),
  HIGH_3(3, 4),
  HIGH_4(4, 8),
  HIGH_5(5, 16),
  HIGH_6(6, 32),
  HIGH_7(7, 64),
  HIGH_8(8, 128),
  HIGH_9(9, 256);

  private static final int MIN_STEPS_WITH_LEAPS = 129;

  private final int code;
  private final int maxSteps;

  Level(int code, int maxSteps) {
    this.code = code;
    this.maxSteps = maxSteps;
  }

  /// In the order in which they are worth a try: kernels are made with 9.
  static List<Level> byLikelihood() {
    return List.of(HIGH_9, FAST, HIGH_3, HIGH_4, HIGH_5, HIGH_6, HIGH_7, HIGH_8);
  }

  static Optional<Level> find(int code) {
    for (var level : values()) {
      if (level.code == code) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /// As it stands in a recipe.
  int code() {
    return code;
  }

  BlockEncoder encoder(Contents contents) {
    if (this == FAST) {
      return new FastEncoder(contents);
    }
    boolean leaps = maxSteps >= MIN_STEPS_WITH_LEAPS;
    return new HashChainEncoder(contents, new MatchFinder.Effort(maxSteps, leaps, false));
  }

  /// Whether the encoder makes of `contents` what stands in `file` in `[start, end)`.
  boolean makes(Contents contents, MemorySegment file, long start, long end) throws IOException {
    var comparison = new ComparingSink(file, start, end);
    try {
      encoder(contents).encode(new SequenceWriter(contents, comparison));
      return comparison.isComplete();
    } catch (ComparingSink.DifferenceException e) {
      return false;
    } catch (MalformedPatchException e) {
      throw new IllegalStateException("an encoder reads no patch", e);
    }
  }
}
