package dev.sluice.formats.stream;

import java.io.IOException;
import java.io.OutputStream;

/// Numbers from 0 to 2^63 - 1 in as few bytes as they need.
///
/// Seven bits a byte, the lowest first; the top bit says that another byte follows. Signed numbers
/// are folded first: 0, -1, 1, -2 become 0, 1, 2, 3.
public final class Varint {
  public static final int BITS_PER_BYTE = 7;
  public static final int MAX_BITS = 63;
  public static final int PAYLOAD = 0x7f;
  public static final int CONTINUED = 0x80;

  private Varint() {}

  /// Writes a number that is not negative.
  public static void write(OutputStream target, long value) throws IOException {
    if (value < 0) {
      throw new IllegalArgumentException("a length must not be negative: " + value);
    }
    long rest = value;
    while (rest > PAYLOAD) {
      target.write((int) (rest & PAYLOAD) | CONTINUED);
      rest >>>= BITS_PER_BYTE;
    }
    target.write((int) rest);
  }
}
