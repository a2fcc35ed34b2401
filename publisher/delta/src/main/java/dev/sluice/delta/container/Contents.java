package dev.sluice.delta.container;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.delta.stream.ByteSink;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Contents as they come, in memory that grows.
final class Contents implements ByteSink {
  private final Arena arena;
  private MemorySegment segment;
  private long length;

  Contents(Arena arena, long expectedBytes) {
    this.arena = arena;
    this.segment = arena.allocate(Math.max(64, expectedBytes));
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    if (length + count > segment.byteSize()) {
      var larger = arena.allocate(Math.max(length + count, 2 * segment.byteSize()));
      larger.copyFrom(segment.asSlice(0, length));
      segment = larger;
    }
    MemorySegment.copy(bytes, offset, segment, JAVA_BYTE, length, count);
    length += count;
  }

  MemorySegment bytes() {
    return segment.asSlice(0, length);
  }
}
