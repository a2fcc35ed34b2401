package dev.sluice.formats.xz;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;

/// The checksum of a block. That of CRC64 comes from the encoder, which has the bytes where
/// liblzma can read them.
final class Checksum {
  private final Check check;
  private final CRC32 crc32 = new CRC32();
  private final MessageDigest sha256;

  Checksum(Check check) {
    this.check = check;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void update(byte[] contents, int offset, int count) {
    switch (check) {
      case NONE, CRC64 -> {}
      case CRC32 -> crc32.update(contents, offset, count);
      case SHA256 -> sha256.update(contents, offset, count);
    }
  }

  /// As it stands behind the block.
  byte[] value(long crc64) {
    return switch (check) {
      case NONE -> new byte[0];
      case CRC32 -> lowestFirst(crc32.getValue(), Integer.BYTES);
      case CRC64 -> lowestFirst(crc64, Long.BYTES);
      case SHA256 -> sha256.digest();
    };
  }

  private static byte[] lowestFirst(long value, int count) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.write((int) (value >>> (i * Byte.SIZE)));
    }
    return bytes.toByteArray();
  }
}
