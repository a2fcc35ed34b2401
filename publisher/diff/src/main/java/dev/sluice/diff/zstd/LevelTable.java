package dev.sluice.diff.zstd;

import dev.sluice.formats.zstd.Parameters;

/// What a level stands for, as `clevels.h` of libzstd 1.5.1 to 1.5.7 says it; the usual levels are
/// the same in 1.4.
final class LevelTable {
  /// The length of contents that is not known beforehand.
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int KIB = 1024;
  private static final int WIDE_BYTES = 256 * KIB;
  private static final int MEDIUM_BYTES = 128 * KIB;
  private static final int NARROW_BYTES = 16 * KIB;

  /// For any length: window, chain, hash, search, least match, target length, strategy; the first
  /// row is that of negative levels.
  private static final int[][] ANY = {
    {19, 12, 13, 1, 6, 1, 1},
    {19, 13, 14, 1, 7, 0, 1},
    {20, 15, 16, 1, 6, 0, 1},
    {21, 16, 17, 1, 5, 0, 2},
    {21, 18, 18, 1, 5, 0, 2},
    {21, 18, 19, 3, 5, 2, 3},
    {21, 18, 19, 3, 5, 4, 4},
    {21, 19, 20, 4, 5, 8, 4},
    {21, 19, 20, 4, 5, 16, 5},
    {22, 20, 21, 4, 5, 16, 5},
    {22, 21, 22, 5, 5, 16, 5},
    {22, 21, 22, 6, 5, 16, 5},
    {22, 22, 23, 6, 5, 32, 5},
    {22, 22, 22, 4, 5, 32, 6},
    {22, 22, 23, 5, 5, 32, 6},
    {22, 23, 23, 6, 5, 32, 6},
    {22, 22, 22, 5, 5, 48, 7},
    {23, 23, 22, 5, 4, 64, 7},
    {23, 23, 22, 6, 3, 64, 8},
    {23, 24, 22, 7, 3, 256, 9},
    {25, 25, 23, 7, 3, 256, 9},
    {26, 26, 24, 7, 3, 512, 9},
    {27, 27, 25, 9, 3, 999, 9}
  };

  private static final int[][] UP_TO_256_KIB = {
    {18, 12, 13, 1, 5, 1, 1},
    {18, 13, 14, 1, 6, 0, 1},
    {18, 14, 14, 1, 5, 0, 2},
    {18, 16, 16, 1, 4, 0, 2},
    {18, 16, 17, 3, 5, 2, 3},
    {18, 17, 18, 5, 5, 2, 3},
    {18, 18, 19, 3, 5, 4, 4},
    {18, 18, 19, 4, 4, 4, 4},
    {18, 18, 19, 4, 4, 8, 5},
    {18, 18, 19, 5, 4, 8, 5},
    {18, 18, 19, 6, 4, 8, 5},
    {18, 18, 19, 5, 4, 12, 6},
    {18, 19, 19, 7, 4, 12, 6},
    {18, 18, 19, 4, 4, 16, 7},
    {18, 18, 19, 4, 3, 32, 7},
    {18, 18, 19, 6, 3, 128, 7},
    {18, 19, 19, 6, 3, 128, 8},
    {18, 19, 19, 8, 3, 256, 8},
    {18, 19, 19, 6, 3, 128, 9},
    {18, 19, 19, 8, 3, 256, 9},
    {18, 19, 19, 10, 3, 512, 9},
    {18, 19, 19, 12, 3, 512, 9},
    {18, 19, 19, 13, 3, 999, 9}
  };

  private static final int[][] UP_TO_128_KIB = {
    {17, 12, 12, 1, 5, 1, 1},
    {17, 12, 13, 1, 6, 0, 1},
    {17, 13, 15, 1, 5, 0, 1},
    {17, 15, 16, 2, 5, 0, 2},
    {17, 17, 17, 2, 4, 0, 2},
    {17, 16, 17, 3, 4, 2, 3},
    {17, 16, 17, 3, 4, 4, 4},
    {17, 16, 17, 3, 4, 8, 5},
    {17, 16, 17, 4, 4, 8, 5},
    {17, 16, 17, 5, 4, 8, 5},
    {17, 16, 17, 6, 4, 8, 5},
    {17, 17, 17, 5, 4, 8, 6},
    {17, 18, 17, 7, 4, 12, 6},
    {17, 18, 17, 3, 4, 12, 7},
    {17, 18, 17, 4, 3, 32, 7},
    {17, 18, 17, 6, 3, 256, 7},
    {17, 18, 17, 6, 3, 128, 8},
    {17, 18, 17, 8, 3, 256, 8},
    {17, 18, 17, 10, 3, 512, 8},
    {17, 18, 17, 5, 3, 256, 9},
    {17, 18, 17, 7, 3, 512, 9},
    {17, 18, 17, 9, 3, 512, 9},
    {17, 18, 17, 11, 3, 999, 9}
  };

  private static final int[][] UP_TO_16_KIB = {
    {14, 12, 13, 1, 5, 1, 1},
    {14, 14, 15, 1, 5, 0, 1},
    {14, 14, 15, 1, 4, 0, 1},
    {14, 14, 15, 2, 4, 0, 2},
    {14, 14, 14, 4, 4, 2, 3},
    {14, 14, 14, 3, 4, 4, 4},
    {14, 14, 14, 4, 4, 8, 5},
    {14, 14, 14, 6, 4, 8, 5},
    {14, 14, 14, 8, 4, 8, 5},
    {14, 15, 14, 5, 4, 8, 6},
    {14, 15, 14, 9, 4, 8, 6},
    {14, 15, 14, 3, 4, 12, 7},
    {14, 15, 14, 4, 3, 24, 7},
    {14, 15, 14, 5, 3, 32, 8},
    {14, 15, 15, 6, 3, 64, 8},
    {14, 15, 15, 7, 3, 256, 8},
    {14, 15, 15, 5, 3, 48, 9},
    {14, 15, 15, 6, 3, 128, 9},
    {14, 15, 15, 7, 3, 256, 9},
    {14, 15, 15, 8, 3, 256, 9},
    {14, 15, 15, 8, 3, 512, 9},
    {14, 15, 15, 9, 3, 512, 9},
    {14, 15, 15, 10, 3, 999, 9}
  };

  private LevelTable() {}

  /// What a level stands for, before it is fitted to the contents.
  ///
  /// @param contentsBytes as the encoder knew it, or [#UNKNOWN]
  static Parameters parameters(int level, long contentsBytes) {
    int[] row = table(contentsBytes)[Math.max(0, level)];
    int target = level < 0 ? -level : row[5];
    return new Parameters(row[0], row[1], row[2], row[3], row[4], target, row[6]);
  }

  /// Parameters as the encoder makes them smaller for short contents
  /// (`ZSTD_adjustCParams_internal`).
  ///
  /// @param windowLog in place of theirs
  static Parameters fitted(Parameters usual, int windowLog, long contentsBytes) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, contentsBytes - 1));
    boolean isShort = contentsBytes < 1L << Parameters.MAX_TABLE_LOG;
    int window =
        isShort ? Math.min(windowLog, Math.max(Parameters.MIN_TABLE_LOG, bits)) : windowLog;
    int tree = usual.strategy() >= Parameters.BINARY_TREES ? 1 : 0;
    return new Parameters(
        Math.max(Parameters.MIN_WINDOW_LOG, window),
        isShort ? Math.min(usual.chainLog(), window + tree) : usual.chainLog(),
        isShort ? Math.min(usual.hashLog(), window + 1) : usual.hashLog(),
        usual.searchLog(),
        usual.minMatch(),
        usual.targetLength(),
        usual.strategy());
  }

  private static int[][] table(long contentsBytes) {
    if (contentsBytes <= NARROW_BYTES) {
      return UP_TO_16_KIB;
    }
    if (contentsBytes <= MEDIUM_BYTES) {
      return UP_TO_128_KIB;
    }
    return contentsBytes <= WIDE_BYTES ? UP_TO_256_KIB : ANY;
  }
}
