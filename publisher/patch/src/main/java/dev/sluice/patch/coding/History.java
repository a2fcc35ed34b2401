package dev.sluice.patch.coding;

/// The last bytes of what is being made.
public final class History {
  private final byte[] ring;
  private final int mask;
  private long length;

  /// @param bits binary logarithm of how many bytes are kept
  public History(int bits) {
    ring = new byte[1 << bits];
    mask = ring.length - 1;
  }

  /// Adds a byte.
  public void add(byte value) {
    ring[(int) length++ & mask] = value;
  }

  /// Adds the first `count` bytes.
  public void add(byte[] bytes, int offset, int count) {
    int skipped = Math.max(0, count - ring.length);
    length += skipped;
    for (int done = skipped; done < count; ) {
      int at = (int) length & mask;
      int step = Math.min(count - done, ring.length - at);
      System.arraycopy(bytes, offset + done, ring, at, step);
      length += step;
      done += step;
    }
  }

  /// Number of bytes added so far.
  long length() {
    return length;
  }

  /// Whether the byte at a position is still kept.
  boolean holds(long position) {
    return position >= 0 && position < length && length - position <= ring.length;
  }

  /// The byte at a position that is kept, 0 to 255.
  int at(long position) {
    return ring[(int) position & mask] & 0xff;
  }

  /// The byte that was added `back` bytes ago, 1 for the last; 0 where there was none.
  int back(int back) {
    return back <= length ? ring[(int) (length - back) & mask] & 0xff : 0;
  }
}
