package dev.sluice.formats.executable;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A small buffer over a stretch of a source, for reading numbers at any position of it.
///
/// Positions count from the start of the stretch. What lies outside of it reads as zeros, so that
/// no caller has to check a position that came out of untrusted bytes.
final class Window {
  private static final int CAPACITY = 1 << 13;

  /// Kept before a position that is asked for, since callers step back a little.
  private static final int BEFORE = 64;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteSource source;
  private final long start;
  private final long length;
  private final byte[] buffer = new byte[CAPACITY];
  private long from;
  private long to;

  Window(ByteSource source, long start, long length) {
    this.source = source;
    this.start = start;
    this.length = length;
  }

  long length() {
    return length;
  }

  byte[] buffer() {
    return buffer;
  }

  /// Loads `[position, position + count)` and tells where in [#buffer()] it begins.
  ///
  /// @param count at most half the capacity, which is 4096
  int load(long position, int count) throws IOException {
    if (position >= from && position + count <= to) {
      return (int) (position - from);
    }
    from = Math.max(0, position - BEFORE);
    to = from + CAPACITY;
    int readable = Math.clamp(length - from, 0, CAPACITY);
    source.readFully(start + from, buffer, readable);
    Arrays.fill(buffer, readable, CAPACITY, (byte) 0);
    return (int) (position - from);
  }

  int unsignedByte(long position) throws IOException {
    return isOutside(position, 1) ? 0 : buffer[load(position, 1)] & 0xff;
  }

  int int16(long position) throws IOException {
    return unsignedByte(position) | unsignedByte(position + 1) << 8;
  }

  int int32(long position) throws IOException {
    return isOutside(position, Integer.BYTES) ? 0 : int32(buffer, load(position, Integer.BYTES));
  }

  long int64(long position) throws IOException {
    return isOutside(position, Long.BYTES) ? 0 : int64(buffer, load(position, Long.BYTES));
  }

  private boolean isOutside(long position, int count) {
    return position < 0 || position > length - count;
  }

  static int int32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long int64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }
}
