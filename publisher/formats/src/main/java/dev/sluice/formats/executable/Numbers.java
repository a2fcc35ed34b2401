package dev.sluice.formats.executable;

import java.io.ByteArrayOutputStream;

/// Signed numbers in as few bytes as they need: seven bits a byte, lowest first, folded.
public final class Numbers {
  private static final int MOST_BITS = 63;

  private final byte[] bytes;
  private int at;

  Numbers(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Writes one.
  public static void put(ByteArrayOutputStream output, long number) {
    long folded = (number << 1) ^ (number >> MOST_BITS);
    while ((folded & ~0x7fL) != 0) {
      output.write((int) ((folded & 0x7f) | 0x80));
      folded >>>= 7;
    }
    output.write((int) folded);
  }

  long next() {
    long folded = 0;
    for (int shift = 0; shift <= MOST_BITS; shift += 7) {
      if (at == bytes.length) {
        break;
      }
      byte next = bytes[at];
      at++;
      folded |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (folded >>> 1) ^ -(folded & 1);
      }
    }
    throw new IllegalArgumentException("a number must end, but does not at byte " + at);
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  void requireEnd() {
    if (at != bytes.length) {
      throw new IllegalArgumentException("nothing must follow a layout, but byte " + at + " does");
    }
  }
}
