package dev.sluice.diff.zstd;

import dev.sluice.formats.stream.ByteSink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Counts how much of what is written stands in a file, and ends the writing at the first
/// difference.
final class Agreement implements ByteSink {
  private final MemorySegment file;
  private final long start;
  private long agreeing;
  private boolean isWhole;

  Agreement(MemorySegment file, long start) {
    this.file = file;
    this.start = start;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    long at = start + agreeing;
    long room = Math.min(count, file.byteSize() - at);
    var written = MemorySegment.ofArray(bytes);
    long difference = MemorySegment.mismatch(file, at, at + room, written, offset, offset + room);
    agreeing += difference < 0 ? room : difference;
    if (difference >= 0 || room < count) {
      throw new IOException("the first difference is at " + agreeing);
    }
  }

  /// All has been written.
  void finish() {
    isWhole = true;
  }

  /// Whether all was written, without a difference.
  boolean isWhole() {
    return isWhole;
  }

  long agreeing() {
    return agreeing;
  }
}
