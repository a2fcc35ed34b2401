package dev.sluice.diff.stream;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads a segment in order.
public final class SegmentInput extends InputStream {
  private final MemorySegment segment;
  private long position;

  /// Starts at `position` of `segment` and ends with it.
  public SegmentInput(MemorySegment segment, long position) {
    this.segment = segment;
    this.position = position;
  }

  /// Where the next byte stands in the segment.
  public long position() {
    return position;
  }

  @Override
  public int read() {
    if (position >= segment.byteSize()) {
      return -1;
    }
    return segment.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    int step = (int) Math.min(count, segment.byteSize() - position);
    if (step <= 0) {
      return count == 0 ? 0 : -1;
    }
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, target, offset, step);
    position += step;
    return step;
  }
}
