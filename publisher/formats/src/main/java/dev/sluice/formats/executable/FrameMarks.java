package dev.sluice.formats.executable;

import java.io.IOException;

/// Where records of unwinding information begin, so that they can be read from the middle on.
///
/// One mark for each stretch of the section: the last record that starts at or before it.
final class FrameMarks {
  private static final int MAX_MARKS = 1 << 12;
  private static final long SHORTEST_STRIDE = 1024;

  private final long start;
  private final long stride;
  private final int[] marks;

  private FrameMarks(long start, long stride, int[] marks) {
    this.start = start;
    this.stride = stride;
    this.marks = marks;
  }

  /// Walks over the first range of such records.
  static FrameMarks of(ExecutableModel model, Window window) throws IOException {
    for (var range : model.stored()) {
      if (range.content() == Range.Content.FRAMES) {
        return walk(range, window);
      }
    }
    return new FrameMarks(0, SHORTEST_STRIDE, new int[0]);
  }

  private static FrameMarks walk(Range range, Window window) throws IOException {
    long stride = SHORTEST_STRIDE;
    while (range.length() / stride >= MAX_MARKS) {
      stride *= 2;
    }
    var marks = new int[(int) (range.length() / stride) + 1];
    int next = 0;
    long at = 0;
    while (at + 4 <= range.length()) {
      long length = window.int32(range.offset() + at) & 0xffffffffL;
      if (length == 0) {
        break;
      }
      long end = at + 4 + length;
      for (; next < marks.length && next * stride < end; next++) {
        marks[next] = (int) at;
      }
      at = end;
    }
    for (; next < marks.length; next++) {
      marks[next] = (int) Math.min(at, range.length());
    }
    return new FrameMarks(range.offset(), stride, marks);
  }

  /// The last marked record at or before `offset`, which lies in the section.
  long before(long offset) {
    int index = (int) ((offset - start) / stride);
    return offset < start || index >= marks.length ? offset : start + marks[index];
  }
}
