package dev.sluice.formats.lz4;

import java.util.Optional;

/// The levels of `lz4 -l` whose encoders are known; 2 is 1, and less than 1 is not written.
public enum Level {
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

  static Optional<Level> find(int code) {
    for (var level : values()) {
      if (level.code == code) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /// As it stands in a recipe.
  public int code() {
    return code;
  }

  public BlockEncoder encoder(Contents contents) {
    if (this == FAST) {
      return new FastEncoder(contents);
    }
    boolean leaps = maxSteps >= MIN_STEPS_WITH_LEAPS;
    return new HashChainEncoder(contents, new MatchFinder.Effort(maxSteps, leaps, false));
  }
}
