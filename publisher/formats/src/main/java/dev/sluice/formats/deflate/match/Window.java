package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The contents around the current position. Places are indexes of [#bytes]; they move when the
/// window slides.
final class Window {
  /// Heap that a window takes, in bytes.
  static final int MEMORY_BYTES = (1 << 17) + (1 << 10);

  /// Contents before the position that slides leave, at least.
  static final int KEPT_BYTES = 1 << 16;

  private static final int CAPACITY = 1 << 17;
  private static final int SLACK_BYTES = 8;
  private static final int NO_END = Integer.MAX_VALUE;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes = new byte[CAPACITY + SLACK_BYTES];
  private int position;
  private int end;
  private int segmentEnd = NO_END;
  private long dropped;

  /// The contents, and behind them room for reading eight bytes anywhere.
  byte[] bytes() {
    return bytes;
  }

  /// Where the next token begins.
  int position() {
    return position;
  }

  /// The literal at the position.
  int literal() {
    return bytes[position] & 0xff;
  }

  /// Where the contents end that an encoder sees: those appended, or the segment.
  int limit() {
    return Math.min(end, segmentEnd);
  }

  /// Bytes of all contents before the first place.
  long dropped() {
    return dropped;
  }

  long appended() {
    return dropped + end;
  }

  /// Bytes appended behind the position, beyond the segment as well.
  int ahead() {
    return end - position;
  }

  boolean isSegmentEndKnown() {
    return segmentEnd <= end;
  }

  void limitSegment(long segmentEndPosition) {
    long local = segmentEndPosition - dropped;
    segmentEnd = local > NO_END / 2 ? NO_END : (int) local;
  }

  void openSegment() {
    segmentEnd = NO_END;
  }

  void advance(int count) {
    position += count;
  }

  /// Whether it must slide before `count` bytes are appended.
  boolean lacksRoomFor(int count) {
    return end > CAPACITY - count;
  }

  int append(byte[] source, int offset, int count) {
    int taken = Math.min(count, CAPACITY - end);
    System.arraycopy(source, offset, bytes, end, taken);
    end += taken;
    return taken;
  }

  boolean append(int token) {
    if (!Token.isMatch(token)) {
      bytes[end++] = (byte) token;
      return true;
    }
    int from = end - Token.distance(token);
    if (from < 0) {
      return false;
    }
    int target = end + Token.length(token);
    while (end < target) {
      bytes[end++] = bytes[from++];
    }
    return true;
  }

  /// Makes room; by how much places have moved is returned.
  int slide() {
    int moved = (position - KEPT_BYTES) & -Codes.MAX_DISTANCE;
    if (moved <= 0) {
      throw new IllegalStateException("contents must be used before more are appended");
    }
    System.arraycopy(bytes, moved, bytes, 0, end - moved);
    position -= moved;
    end -= moved;
    segmentEnd = segmentEnd == NO_END ? NO_END : segmentEnd - moved;
    dropped += moved;
    return moved;
  }

  /// How many bytes at two places are the same, at most `maxLength`.
  static int common(byte[] bytes, int a, int b, int maxLength) {
    int length = 0;
    while (length < maxLength) {
      long different = (long) LONG.get(bytes, a + length) ^ (long) LONG.get(bytes, b + length);
      if (different != 0) {
        length += Long.numberOfTrailingZeros(different) / Byte.SIZE;
        break;
      }
      length += Long.BYTES;
    }
    return Math.min(length, maxLength);
  }
}
