package dev.sluice.formats.zstd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/// The fields of a frame (RFC 8878, section 3.1.1).
///
/// @param headerBytes length of the header, the magic number included
/// @param windowBytes how far matches reach back
/// @param isSingleSegment whether the window is the contents
/// @param contentsBytes -1 if it does not stand there
/// @param needsDictionary whether a dictionary is named
public record ZstdFrame(
    int headerBytes,
    long windowBytes,
    boolean isSingleSegment,
    long contentsBytes,
    boolean hasChecksum,
    boolean needsDictionary) {
  public static final int MAGIC = 0xfd2fb528;
  static final int MAX_HEADER_BYTES = 18;

  private static final int NOT_SAID = -1;
  private static final int TOO_LONG = -2;
  private static final int DESCRIPTOR_AT = Integer.BYTES;
  private static final int WINDOW_AT = DESCRIPTOR_AT + 1;
  private static final int CONTENTS_SHIFT = 6;
  private static final int SINGLE = 1 << 5;
  private static final int RESERVED = 1 << 3;
  private static final int CHECKSUM = 1 << 2;
  private static final int DICTIONARY_MASK = 3;
  private static final int WINDOW_SHIFT = 3;
  private static final int MANTISSA_MASK = 7;
  private static final int MIN_WINDOW_LOG = 10;
  private static final int SHORT_CONTENTS_OFFSET = 256;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Reads the header at `start`; empty if none stands there.
  public static Optional<ZstdFrame> read(MemorySegment file, long start) {
    boolean isMarked =
        start >= 0 && start <= file.byteSize() - DESCRIPTOR_AT - 1 && file.get(INT, start) == MAGIC;
    if (!isMarked) {
      return Optional.empty();
    }
    int descriptor = (int) number(file, start + DESCRIPTOR_AT, 1);
    int end = headerBytes(descriptor);
    if ((descriptor & RESERVED) != 0 || start > file.byteSize() - end) {
      return Optional.empty();
    }
    long length = contentsBytes(file, start, descriptor);
    boolean isSingle = (descriptor & SINGLE) != 0;
    long window = isSingle ? length : windowBytes((int) number(file, start + WINDOW_AT, 1));
    boolean hasChecksum = (descriptor & CHECKSUM) != 0;
    boolean needsDictionary = (descriptor & DICTIONARY_MASK) != 0;
    return length == TOO_LONG
        ? Optional.empty()
        : Optional.of(new ZstdFrame(end, window, isSingle, length, hasChecksum, needsDictionary));
  }

  /// Length of a header with this descriptor, its fifth byte.
  public static int headerBytes(int descriptor) {
    int windowFields = (descriptor & SINGLE) != 0 ? 0 : 1;
    int dictionary = descriptor & DICTIONARY_MASK;
    int dictionaryFields = dictionary == 0 ? 0 : 1 << (dictionary - 1);
    return WINDOW_AT + windowFields + dictionaryFields + contentsFields(descriptor);
  }

  private static int contentsFields(int descriptor) {
    int code = descriptor >>> CONTENTS_SHIFT;
    int least = (descriptor & SINGLE) != 0 ? 1 : 0;
    return code == 0 ? least : 1 << code;
  }

  private static long contentsBytes(MemorySegment file, long start, int descriptor) {
    int fields = contentsFields(descriptor);
    long at = start + headerBytes(descriptor) - fields;
    if (fields == 0) {
      return NOT_SAID;
    }
    long more = descriptor >>> CONTENTS_SHIFT == 1 ? SHORT_CONTENTS_OFFSET : 0;
    long length = number(file, at, fields) + more;
    return length < 0 ? TOO_LONG : length;
  }

  private static long windowBytes(int code) {
    long base = 1L << (MIN_WINDOW_LOG + (code >>> WINDOW_SHIFT));
    return base + base / (MANTISSA_MASK + 1) * (code & MANTISSA_MASK);
  }

  /// A number of `count` bytes, lowest first.
  public static long number(MemorySegment file, long at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (file.get(ValueLayout.JAVA_BYTE, at + i) & 0xffL) << (i * Byte.SIZE);
    }
    return value;
  }
}
