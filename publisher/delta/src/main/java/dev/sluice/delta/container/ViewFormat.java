package dev.sluice.delta.container;

/// The layout of a view.
///
/// A view is a chain of records: the length of a stretch of the file that is kept as it is (8
/// bytes, lowest first), that stretch, and then, but for the last record, the length of the
/// inflated bytes of a stream (8 bytes), the deflate level that reproduces it (1 byte, 1 to 9), and
/// the inflated bytes. What describes a stream thus stands beside it, and costs nothing in a patch
/// where nothing changed.
final class ViewFormat {
  static final int LENGTH_BYTES = Long.BYTES;
  static final int STREAM_HEAD_BYTES = Long.BYTES + 1;
  static final int MIN_LEVEL = 1;
  static final int MAX_LEVEL = 9;

  private ViewFormat() {}

  static byte[] head(long length) {
    var head = new byte[LENGTH_BYTES];
    for (int i = 0; i < LENGTH_BYTES; i++) {
      head[i] = (byte) (length >>> (Byte.SIZE * i));
    }
    return head;
  }

  static long length(byte[] head) {
    long length = 0;
    for (int i = LENGTH_BYTES - 1; i >= 0; i--) {
      length = (length << Byte.SIZE) | (head[i] & 0xff);
    }
    return length;
  }
}
