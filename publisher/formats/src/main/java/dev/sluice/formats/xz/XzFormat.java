package dev.sluice.formats.xz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/// The fields of a stream (The .xz File Format, version 1.2.1).
public final class XzFormat {
  public static final int STREAM_HEADER_BYTES = 12;
  public static final int FOOTER_BYTES = 12;
  public static final int ALIGNMENT = 4;
  public static final int LZMA2 = 0x21;
  static final int MAX_DICTIONARY_CODE = 40;
  public static final int HAS_COMPRESSED_BYTES = 0x40;
  public static final int HAS_CONTENTS_BYTES = 0x80;
  static final int MAX_VLI_BYTES = 9;

  private static final byte[] MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] FOOTER_MAGIC = {'Y', 'Z'};
  private static final int VLI_BITS = 7;
  private static final int VLI_MORE = 0x80;

  private XzFormat() {}

  public static byte[] magic() {
    return MAGIC.clone();
  }

  static byte[] streamHeader(int check) {
    var header = new ByteArrayOutputStream();
    header.writeBytes(MAGIC);
    byte[] flags = {0, (byte) check};
    header.writeBytes(flags);
    header.writeBytes(crc(flags));
    return header.toByteArray();
  }

  static byte[] footer(int check, long indexBytes) {
    var fields = new ByteArrayOutputStream();
    writeInt(fields, (int) (indexBytes / ALIGNMENT - 1));
    fields.write(0);
    fields.write(check);
    var footer = new ByteArrayOutputStream();
    footer.writeBytes(crc(fields.toByteArray()));
    footer.writeBytes(fields.toByteArray());
    footer.writeBytes(FOOTER_MAGIC);
    return footer.toByteArray();
  }

  /// Fills up with zeros to `lengthBytes` less a checksum, and appends that.
  static byte[] withChecksum(ByteArrayOutputStream fields, int lengthBytes) {
    var padded = Arrays.copyOf(fields.toByteArray(), lengthBytes - Integer.BYTES);
    var whole = Arrays.copyOf(padded, lengthBytes);
    System.arraycopy(crc(padded), 0, whole, padded.length, Integer.BYTES);
    return whole;
  }

  public static long aligned(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  static byte[] crc(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    var value = new ByteArrayOutputStream();
    writeInt(value, (int) crc.getValue());
    return value.toByteArray();
  }

  static void writeInt(ByteArrayOutputStream target, int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      target.write(value >>> shift);
    }
  }

  static void writeVli(ByteArrayOutputStream target, long value) {
    long rest = value;
    while (rest >= VLI_MORE) {
      target.write((int) rest | VLI_MORE);
      rest >>>= VLI_BITS;
    }
    target.write((int) rest);
  }

  /// Dictionary size that a code of the LZMA2 filter stands for, in bytes.
  public static long dictionaryBytes(int code) {
    if (code == MAX_DICTIONARY_CODE) {
      return (1L << Integer.SIZE) - 1;
    }
    return (2L | (code & 1)) << (code / 2 + 11);
  }
}
