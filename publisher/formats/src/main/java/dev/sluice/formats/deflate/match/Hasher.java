package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.encoder.Family;

/// Hashes the bytes at a position.
///
/// All but the product are linear: a table for each byte, joined by exclusive or.
final class Hasher {
  private static final int BYTES = 4;
  private static final int VALUES = 256;
  private static final int CASTAGNOLI = 0x82f63b78;
  private static final int FACTOR = 66521;
  private static final int PRODUCT_SHIFT = 16;

  private final int[] table = new int[BYTES * VALUES];
  private final boolean isProduct;
  private final int mask;

  Hasher(Family family, int bits) {
    isProduct = family == Family.CHROMIUM_PRODUCT_OF_FOUR;
    mask = (1 << bits) - 1;
    int shift = (bits + 2) / 3;
    for (int i = 0; i < VALUES; i++) {
      for (int at = 0; at < BYTES; at++) {
        table[at * VALUES + i] =
            switch (family) {
                  case ZLIB, GNU_GZIP, GO -> at == 3 ? 0 : i << (shift * (2 - at));
                  case CHROMIUM_CRC_OF_THREE -> at == 3 ? 0 : castagnoli(i, BYTES - at);
                  case CHROMIUM_CRC_OF_FOUR -> castagnoli(i, BYTES - at);
                  case CHROMIUM_PRODUCT_OF_FOUR -> 0;
                }
                & mask;
      }
    }
  }

  /// The remainder of one byte and the zeros behind it, `count` bytes in all.
  private static int castagnoli(int value, int count) {
    int crc = value;
    for (int i = 0; i < count * Byte.SIZE; i++) {
      crc = (crc >>> 1) ^ ((crc & 1) * CASTAGNOLI);
    }
    return crc;
  }

  /// The hash of the three or four bytes at `at`; a fourth must be readable in any case.
  int hash(byte[] bytes, int at) {
    int a = bytes[at] & 0xff;
    int b = bytes[at + 1] & 0xff;
    int c = bytes[at + 2] & 0xff;
    int d = bytes[at + 3] & 0xff;
    if (isProduct) {
      int value = a | b << 8 | c << 16 | d << 24;
      return (value * FACTOR + FACTOR) >>> PRODUCT_SHIFT & mask;
    }
    return table[a] ^ table[VALUES + b] ^ table[2 * VALUES + c] ^ table[3 * VALUES + d];
  }
}
