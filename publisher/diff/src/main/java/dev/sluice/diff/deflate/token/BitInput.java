package dev.sluice.diff.deflate.token;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads bits, the lowest of a byte first. Behind the end stand zeros, which are not there.
final class BitInput {
  private static final int CHUNK_BYTES = 1 << 13;
  private static final int FULL_BITS = 56;

  private final MemorySegment source;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private long next;
  private int chunkAt;
  private int chunkEnd;
  private long bits;
  private int count;

  BitInput(MemorySegment source, long start) {
    this.source = source;
    this.next = start;
  }

  /// The bits that come next: at least 48 that are there, unless the end is near.
  long ahead() {
    fill();
    return bits;
  }

  private void fill() {
    while (count < FULL_BITS && (chunkAt < chunkEnd || load())) {
      bits |= (chunk[chunkAt++] & 0xffL) << count;
      count += Byte.SIZE;
    }
  }

  private boolean load() {
    chunkEnd = (int) Math.min(chunk.length, source.byteSize() - next);
    chunkAt = 0;
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, next, chunk, 0, chunkEnd);
    next += chunkEnd;
    return chunkEnd > 0;
  }

  /// Bits that are there, as far as [#ahead] has looked.
  int available() {
    return count;
  }

  /// Goes on by at most as many bits as are [#available].
  void skip(int skipped) {
    bits >>>= skipped;
    count -= skipped;
  }

  /// The next `wanted` bits, at most 32; -1 if they are not there.
  int read(int wanted) {
    long ahead = ahead();
    if (count < wanted) {
      return -1;
    }
    skip(wanted);
    return (int) (ahead & ((1L << wanted) - 1));
  }

  /// The rest of the byte begun.
  int readPadding() {
    fill();
    return read(count % Byte.SIZE);
  }

  /// Skips the rest of the byte begun.
  void align() {
    fill();
    skip(count % Byte.SIZE);
  }

  /// Where the byte begun ends.
  long position() {
    return next - (chunkEnd - chunkAt) - count / Byte.SIZE;
  }
}
