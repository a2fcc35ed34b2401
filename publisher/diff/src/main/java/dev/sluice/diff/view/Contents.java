package dev.sluice.diff.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.formats.stream.ByteSink;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Contents as they come, in memory of their own that grows. For one thread: memory that several
/// may
/// read costs a round through all threads of the process to free, and there are thousands of
/// streams.
final class Contents implements ByteSink, AutoCloseable {
  private static final long LEAST_BYTES = 64;

  private Arena arena = Arena.ofConfined();
  private MemorySegment segment;
  private long length;

  Contents(long expectedBytes) {
    this.segment = arena.allocate(Math.max(LEAST_BYTES, expectedBytes));
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    if (length + count > segment.byteSize()) {
      var larger = Arena.ofConfined();
      var grown = larger.allocate(Math.max(length + count, 2 * segment.byteSize()));
      grown.copyFrom(segment.asSlice(0, length));
      arena.close();
      arena = larger;
      segment = grown;
    }
    MemorySegment.copy(bytes, offset, segment, JAVA_BYTE, length, count);
    length += count;
  }

  MemorySegment bytes() {
    return segment.asSlice(0, length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
