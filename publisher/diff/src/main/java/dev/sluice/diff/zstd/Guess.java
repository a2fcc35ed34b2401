package dev.sluice.diff.zstd;

import dev.sluice.formats.zstd.Libzstd;
import dev.sluice.formats.zstd.Mode;
import dev.sluice.formats.zstd.Parameters;
import dev.sluice.formats.zstd.ZstdFrame;
import dev.sluice.formats.zstd.ZstdRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// How a frame may have been made.
///
/// @param level of the tool, which stands for parameters
/// @param isLong whether matches are looked for far away
/// @param isUnsplit whether blocks are not split, as before 1.5.7
record Guess(Libzstd library, int level, Mode mode, boolean isLong, boolean isUnsplit) {
  /// Likely levels first: of the tool, of packages, of squashfs.
  private static final List<Integer> LEVELS =
      List.of(
          3, 19, 15, 1, 22, 9, 6, 2, 12, 10, 18, 5, 4, 7, 8, 11, 13, 14, 16, 17, 20, 21, -1, -2, -3,
          -4, -5, -6, -7);

  /// The first version that splits blocks before it looks for matches.
  private static final int SPLITS_SINCE = 10_507;

  /// The first version that takes contents in place without knowing that they end there.
  private static final int READS_IN_PLACE_SINCE = 10_504;

  /// From this on the tool looks far by itself, for its higher levels.
  private static final int LONG_WINDOW_LOG = 27;

  private static final int MAX_WINDOW_LOG = 30;

  /// What encoding a byte costs by strategy, in bytes of the fastest: measured, roughly.
  private static final int[] COSTS = {0, 1, 2, 6, 8, 12, 50, 60, 90, 130};

  private static final int COST_SHIFT = 3;

  /// All that a library may have done, the likely first; as streams, since the beginning of what is
  /// made is the same in all modes.
  static List<Guess> all(Libzstd library, ZstdFrame frame, long contentsBytes) {
    List<Guess> usual = new ArrayList<>();
    List<Guess> others = new ArrayList<>();
    for (int level : LEVELS) {
      var guess = new Guess(library, level, Mode.STREAMED, false, false);
      if (guess.hasUsualWindow(frame, contentsBytes)) {
        usual.add(guess);
        if (windowLog(frame).orElse(0) == LONG_WINDOW_LOG) {
          usual.add(guess.thatLooksFar());
        }
      } else {
        if (guess.hasLargerWindow(frame, contentsBytes)) {
          others.add(guess.thatLooksFar());
        }
        others.add(guess);
      }
      if (guess.mayBeUnsplit(frame, contentsBytes)) {
        others.add(new Guess(library, level, Mode.STREAMED, false, true));
      }
    }
    usual.addAll(others);
    return usual;
  }

  private Guess thatLooksFar() {
    return new Guess(library, level, mode, true, isUnsplit);
  }

  Guess withMode(Mode other) {
    return new Guess(library, level, other, isLong, isUnsplit);
  }

  /// The strategies that make the same as before 1.5.7, but for the splitting.
  private boolean mayBeUnsplit(ZstdFrame frame, long contentsBytes) {
    int strategy = parameters(frame, contentsBytes).strategy();
    return library.version() >= SPLITS_SINCE
        && contentsBytes > Parameters.BLOCK_BYTES
        && (strategy == 1 || strategy == Parameters.BINARY_TREES);
  }

  /// Whether what is made of a piece of the contents depends on how much the encoder has at hand.
  boolean splits() {
    return library.version() >= SPLITS_SINCE && !isUnsplit;
  }

  /// Whether [Mode#IN_PLACE] comes to the same as [Mode#ONE_SHOT], and as a single job.
  boolean worksInPlace() {
    return !splits() && library.version() >= READS_IN_PLACE_SINCE;
  }

  /// Whether the window is that of the level: another one was asked for otherwise.
  private boolean hasUsualWindow(ZstdFrame frame, long contentsBytes) {
    int usual = usualWindowLog(frame, contentsBytes);
    return frame.isSingleSegment()
        ? 1L << usual >= contentsBytes
        : windowLog(frame).orElse(0) == usual;
  }

  /// Whether the window is larger than that of the level, as it is for looking far.
  private boolean hasLargerWindow(ZstdFrame frame, long contentsBytes) {
    return windowLog(frame).orElse(MAX_WINDOW_LOG) > usualWindowLog(frame, contentsBytes);
  }

  /// log2 of a frame's window; empty if it is none that libzstd chooses, or the contents.
  static OptionalInt windowLog(ZstdFrame frame) {
    return frame.isSingleSegment() || Long.bitCount(frame.windowBytes()) != 1
        ? OptionalInt.empty()
        : OptionalInt.of(Long.numberOfTrailingZeros(frame.windowBytes()));
  }

  private int usualWindowLog(ZstdFrame frame, long contentsBytes) {
    long known = knownBytes(frame, contentsBytes);
    var usual = LevelTable.parameters(level, known);
    return LevelTable.fitted(usual, usual.windowLog(), known).windowLog();
  }

  private long knownBytes(ZstdFrame frame, long contentsBytes) {
    boolean isPledged = mode == Mode.ONE_SHOT || frame.contentsBytes() >= 0;
    return isPledged ? contentsBytes : LevelTable.UNKNOWN;
  }

  private Parameters parameters(ZstdFrame frame, long contentsBytes) {
    long known = knownBytes(frame, contentsBytes);
    var usual = LevelTable.parameters(level, known);
    int window =
        hasUsualWindow(frame, contentsBytes)
            ? usual.windowLog()
            : windowLog(frame).orElse(MAX_WINDOW_LOG);
    return LevelTable.fitted(usual, window, known);
  }

  ZstdRecipe recipe(ZstdFrame frame, long contentsBytes, boolean endsEmpty) {
    return new ZstdRecipe(
        library.version(),
        mode,
        frame.hasChecksum(),
        frame.contentsBytes() >= 0,
        knownBytes(frame, contentsBytes) == contentsBytes,
        isLong,
        endsEmpty,
        isUnsplit,
        parameters(frame, contentsBytes),
        contentsBytes);
  }

  /// What encoding so many bytes costs, and beginning to.
  static long cost(ZstdRecipe recipe, long bytes) {
    return COSTS[recipe.parameters().strategy()] * bytes + (recipe.encoderBytes() >> COST_SHIFT);
  }
}
