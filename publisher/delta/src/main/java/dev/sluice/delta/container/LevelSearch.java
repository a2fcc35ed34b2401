package dev.sluice.delta.container;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Finds the level at which the JDK's deflater makes exactly the streams of a file again.
///
/// Nothing tells which encoder wrote a stream, so it is tried: the level that fitted the stream
/// before, then the ones in use, then the rest. A wrong one mostly differs within the first bytes.
public final class LevelSearch {
  private static final int[] LEVELS = {6, 9, 8, 7, 5, 4, 3, 2, 1};
  private static final int BUFFER_BYTES = 1 << 15;

  private final ByteSource source;
  private final Inflater inflater = new Inflater(true);
  private final byte[] compressed = new byte[BUFFER_BYTES];
  private final byte[] inflated = new byte[BUFFER_BYTES];
  private final byte[] made = new byte[BUFFER_BYTES];
  private final byte[] wanted = new byte[BUFFER_BYTES];

  private LevelSearch(ByteSource source) {
    this.source = source;
  }

  /// Searches the level of each stream.
  ///
  /// @return for each stream its level, or [StreamLevels#RAW] if no level reproduces it
  public static byte[] search(ByteSource source, StreamList streams) throws IOException {
    var search = new LevelSearch(source);
    var levels = new byte[streams.size()];
    int last = LEVELS[0];
    try {
      for (int i = 0; i < levels.length; i++) {
        int level = search.levelOf(streams.start(i), streams.end(i), last);
        levels[i] = (byte) level;
        last = level == StreamLevels.RAW ? last : level;
      }
    } finally {
      search.inflater.end();
    }
    return levels;
  }

  private int levelOf(long start, long end, int first) throws IOException {
    if (isReproduced(start, end, first)) {
      return first;
    }
    for (int level : LEVELS) {
      if (level != first && isReproduced(start, end, level)) {
        return level;
      }
    }
    return StreamLevels.RAW;
  }

  private boolean isReproduced(long start, long end, int level) throws IOException {
    inflater.reset();
    var deflater = new Deflater(level, true);
    try {
      long read = start;
      long compared = start;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int count = (int) Math.min(compressed.length, end - read);
          source.readFully(read, compressed, count);
          inflater.setInput(compressed, 0, count);
          read += count;
        }
        int count = inflater.inflate(inflated);
        if (inflater.finished()) {
          deflater.finish();
        }
        deflater.setInput(inflated, 0, count);
        compared = compare(deflater, compared, end);
        if (compared < 0) {
          return false;
        }
      }
      return compared == end;
    } catch (DataFormatException e) {
      throw new IllegalStateException("a stream found at " + start + " must inflate again", e);
    } finally {
      deflater.end();
    }
  }

  /// Where the comparison stands after all that the deflater makes now; -1 at a difference.
  private long compare(Deflater deflater, long from, long end) throws IOException {
    long compared = from;
    for (int count = deflater.deflate(made); count > 0; count = deflater.deflate(made)) {
      if (count > end - compared) {
        return -1;
      }
      source.readFully(compared, wanted, count);
      if (!Arrays.equals(made, 0, count, wanted, 0, count)) {
        return -1;
      }
      compared += count;
    }
    return compared;
  }
}
