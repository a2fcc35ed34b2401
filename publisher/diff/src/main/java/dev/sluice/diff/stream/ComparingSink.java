package dev.sluice.diff.stream;

import dev.sluice.formats.stream.ByteSink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Compares what is written with a part of a file, and ends the writing at the first difference.
public final class ComparingSink implements ByteSink {
  private final MemorySegment file;
  private final long end;
  private long position;

  /// What was written is not what the file holds.
  public static final class DifferenceException extends IOException {
    private static final long serialVersionUID = 1L;

    DifferenceException(long position) {
      super("the first difference is at " + position);
    }
  }

  /// Expects the bytes of `file` in `[start, end)`.
  public ComparingSink(MemorySegment file, long start, long end) {
    this.file = file;
    this.position = start;
    this.end = end;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws DifferenceException {
    if (count > end - position) {
      throw new DifferenceException(end);
    }
    var written = MemorySegment.ofArray(bytes);
    long difference =
        MemorySegment.mismatch(file, position, position + count, written, offset, offset + count);
    if (difference >= 0) {
      throw new DifferenceException(position + difference);
    }
    position += count;
  }

  /// Where in the file the next byte is expected.
  public long position() {
    return position;
  }

  /// Whether all that was expected has been written.
  public boolean isComplete() {
    return position == end;
  }
}
