package dev.sluice.formats.lz4;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The contents of a block, with comparisons that take several bytes at a time.
///
/// Positions are those of bytes, from 0. Up to seven bytes behind the end may be read; they are of
/// no influence on what is returned.
public final class Contents {
  static final int SLACK_BYTES = Long.BYTES - 1;

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);
  private static final long REPEAT_BYTE = 0x0101010101010101L;

  private final byte[] bytes;
  private int length;

  public Contents(int maxLength) {
    bytes = new byte[maxLength + SLACK_BYTES];
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }

  public int length() {
    return length;
  }

  public int room() {
    return bytes.length - SLACK_BYTES - length;
  }

  public void clear() {
    length = 0;
  }

  public void append(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  public byte[] bytes() {
    return bytes;
  }

  short shortAt(int position) {
    return shortAt(bytes, position);
  }

  /// For loops that have [#bytes] at hand.
  static short shortAt(byte[] bytes, int position) {
    return (short) SHORTS.get(bytes, position);
  }

  int intAt(int position) {
    return (int) INTS.get(bytes, position);
  }

  long longAt(int position) {
    return (long) LONGS.get(bytes, position);
  }

  byte byteAt(int position) {
    return bytes[position];
  }

  /// How many bytes from `position` up to `limit` equal those from `earlier` on.
  int common(int position, int earlier, int limit) {
    int at = position;
    int other = earlier;
    while (at < limit) {
      long difference = longAt(at) ^ longAt(other);
      if (difference != 0) {
        int equal = Long.numberOfTrailingZeros(difference) / Byte.SIZE;
        return Math.min(at + equal, limit) - position;
      }
      at += Long.BYTES;
      other += Long.BYTES;
    }
    return limit - position;
  }

  /// How many bytes before `position` and `earlier` are equal, at most `limit`.
  int commonBefore(int position, int earlier, int limit) {
    int count = 0;
    while (count < limit && bytes[position - 1 - count] == bytes[earlier - 1 - count]) {
      count++;
    }
    return count;
  }

  /// How many bytes from `position` up to `limit` have the value of the lowest of `value`.
  int run(int position, int value, int limit) {
    long repeated = REPEAT_BYTE * (value & 0xff);
    for (int at = position; at < limit; at += Long.BYTES) {
      long difference = longAt(at) ^ repeated;
      if (difference != 0) {
        int equal = Long.numberOfTrailingZeros(difference) / Byte.SIZE;
        return Math.min(at + equal, limit) - position;
      }
    }
    return Math.max(limit - position, 0);
  }

  /// How many bytes from `floor` up to `position`, going back, have that value.
  int runBefore(int position, int value, int floor) {
    int at = position;
    while (at > floor && bytes[at - 1] == (byte) value) {
      at--;
    }
    return position - at;
  }
}
