package dev.sluice.formats.zstd;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.RecipeNumbers;
import dev.sluice.formats.stream.RecipeReader;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// How the encoder searches (`ZSTD_compressionParameters`), and what that takes.
///
/// In a recipe: 4 bytes, lowest first, with the window in the lowest 5 bits, then 5 bits each for
/// chain, hash and search, 3 for the least match and 4 for the strategy; and a varint of the target
/// length.
///
/// @param windowLog 10 to 31
/// @param chainLog 6 to 30
/// @param hashLog 6 to 30
/// @param searchLog 1 to 30
/// @param minMatch 3 to 7
/// @param targetLength 0 to 131072
/// @param strategy 1 to 9
public record Parameters(
    int windowLog,
    int chainLog,
    int hashLog,
    int searchLog,
    int minMatch,
    int targetLength,
    int strategy) {
  static final int DOUBLE_FAST = 2;
  public static final int BINARY_TREES = 6;
  static final int OPTIMAL = 7;

  public static final int MIN_WINDOW_LOG = 10;
  public static final int MIN_TABLE_LOG = 6;
  public static final int MAX_TABLE_LOG = 30;
  private static final int MIN_MIN_MATCH = 3;
  private static final int MAX_MIN_MATCH = 7;
  private static final int MAX_TARGET_LENGTH = 1 << 17;
  private static final int MAX_STRATEGY = 9;

  private static final int LOG_BITS = 5;
  private static final int CHAIN_SHIFT = LOG_BITS;
  private static final int HASH_SHIFT = 2 * LOG_BITS;
  private static final int SEARCH_SHIFT = 3 * LOG_BITS;
  private static final int MATCH_SHIFT = 4 * LOG_BITS;
  private static final int STRATEGY_SHIFT = MATCH_SHIFT + 3;
  private static final int LOG_MASK = (1 << LOG_BITS) - 1;
  private static final int MATCH_MASK = 7;
  private static final int STRATEGY_MASK = 15;

  public static final int BLOCK_BYTES = 1 << 17;
  private static final int ENTRY_BYTES = 4;
  private static final int SHORT_HASH_LOG = 17;
  private static final int SEQUENCE_BYTES = 11;
  private static final int LONG_WINDOW_LOG = 27;
  private static final int LONG_ENTRY_BYTES = 9;
  private static final int LONG_RATE_LOG = 4;
  private static final int MIN_JOB_LOG = 20;
  private static final int MIN_LONG_JOB_LOG = 21;
  private static final int MAX_JOB_LOG = 30;

  /// Tables of entropy coders and of the optimal parser, the structures themselves, a thread.
  private static final long FIXED_BYTES = 1 << 20;

  static Parameters read(RecipeReader recipe) throws IOException, MalformedPatchException {
    int bits = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bits |= recipe.read() << shift;
    }
    int target = (int) RecipeNumbers.read(recipe, MAX_TARGET_LENGTH, "a target length");
    var parameters =
        new Parameters(
            bits & LOG_MASK,
            (bits >>> CHAIN_SHIFT) & LOG_MASK,
            (bits >>> HASH_SHIFT) & LOG_MASK,
            (bits >>> SEARCH_SHIFT) & LOG_MASK,
            (bits >>> MATCH_SHIFT) & MATCH_MASK,
            target,
            (bits >>> STRATEGY_SHIFT) & STRATEGY_MASK);
    if (!parameters.isValid() || bits >>> (STRATEGY_SHIFT + 4) != 0) {
      throw MalformedPatchException.corrupt(0, "a recipe for zstd must search as zstd does");
    }
    return parameters;
  }

  private boolean isValid() {
    return windowLog >= MIN_WINDOW_LOG
        && chainLog >= MIN_TABLE_LOG
        && chainLog <= MAX_TABLE_LOG
        && hashLog >= MIN_TABLE_LOG
        && hashLog <= MAX_TABLE_LOG
        && searchLog >= 1
        && searchLog <= MAX_TABLE_LOG
        && minMatch >= MIN_MIN_MATCH
        && minMatch <= MAX_MIN_MATCH
        && strategy >= 1
        && strategy <= MAX_STRATEGY;
  }

  void write(ByteArrayOutputStream target) throws IOException {
    int bits =
        windowLog
            | chainLog << CHAIN_SHIFT
            | hashLog << HASH_SHIFT
            | searchLog << SEARCH_SHIFT
            | minMatch << MATCH_SHIFT
            | strategy << STRATEGY_SHIFT;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      target.write(bits >>> shift);
    }
    Varint.write(target, targetLength);
  }

  /// What encoding takes at most.
  ///
  /// @param contentsBytes of the frame
  /// @param isPledged whether the encoder knows that beforehand
  /// @param isLong whether it looks for matches far away
  long memoryBytes(Mode mode, long contentsBytes, boolean isPledged, boolean isLong) {
    boolean looksFar = looksFar(isLong);
    long window = isPledged ? Math.min(1L << windowLog, contentsBytes) : 1L << windowLog;
    long buffers =
        switch (mode) {
          case ONE_SHOT -> contentsBytes + bound(contentsBytes);
          case IN_PLACE -> contentsBytes + bound(BLOCK_BYTES);
          case STREAMED -> window + BLOCK_BYTES + bound(BLOCK_BYTES);
          case WORKER -> jobBytes(contentsBytes, looksFar);
        };
    long far = looksFar ? (long) LONG_ENTRY_BYTES << (windowLog - LONG_RATE_LOG) : 0;
    return FIXED_BYTES + tableBytes() + buffers + far;
  }

  private long tableBytes() {
    boolean hasRows = strategy > DOUBLE_FAST && strategy < BINARY_TREES;
    long hash = (long) ENTRY_BYTES << hashLog;
    long chain = strategy < DOUBLE_FAST ? 0 : (long) ENTRY_BYTES << chainLog;
    long rows = hasRows ? 2L << hashLog : 0;
    long shorts = (long) ENTRY_BYTES << Math.min(SHORT_HASH_LOG, windowLog);
    long sequences = BLOCK_BYTES + (long) BLOCK_BYTES / MIN_MIN_MATCH * SEQUENCE_BYTES;
    return hash + chain + rows + shorts + sequences;
  }

  /// From some window on the higher levels look far by themselves.
  private boolean looksFar(boolean isLong) {
    return isLong || (windowLog >= LONG_WINDOW_LOG && strategy >= OPTIMAL);
  }

  /// Contents and what is made of them wait between the jobs: of both, at most three jobs' and all
  /// there is; and besides a job's contents and the window.
  private long jobBytes(long contentsBytes, boolean looksFar) {
    long job = jobLength(looksFar);
    long farMatches = looksFar ? job : 0;
    long read = 3 * job + Math.max(job, 1L << windowLog);
    return Math.min(read, contentsBytes)
        + Math.min(3 * bound(job), bound(contentsBytes))
        + farMatches;
  }

  /// Contents of a job but the last.
  long jobLength(boolean isLong) {
    int cycleLog = chainLog - (strategy >= BINARY_TREES ? 1 : 0);
    int jobLog =
        looksFar(isLong)
            ? Math.max(MIN_LONG_JOB_LOG, cycleLog + 3)
            : Math.max(MIN_JOB_LOG, windowLog + 2);
    return 1L << Math.min(MAX_JOB_LOG, jobLog);
  }

  /// What a frame of so many bytes takes at most (`ZSTD_compressBound`).
  static long bound(long contentsBytes) {
    return contentsBytes + (contentsBytes >> Byte.SIZE) + 64;
  }
}
