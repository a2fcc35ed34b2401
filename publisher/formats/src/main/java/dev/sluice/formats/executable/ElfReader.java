package dev.sluice.formats.executable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the tables at the head of an ELF file: System V ABI, chapters 4 and 5.
///
/// Only 64-bit little-endian files for x86-64 and AArch64. Nothing in them is trusted: ranges that
/// reach out of the file, wrap around or overlap are left out.
final class ElfReader {
  static final int MAX_RANGES = 512;

  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
  private static final int TYPE_EXECUTABLE = 2;
  private static final int SECTION_HEADER_LENGTH = 64;
  private static final int PROGRAM_HEADER_LENGTH = 56;
  private static final int SEGMENT_LOAD = 1;
  private static final int SEGMENT_EXECUTABLE = 1;
  private static final int SECTION_SYMBOLS = 2;
  private static final int SECTION_RELOCATIONS = 4;
  private static final int SECTION_NOT_STORED = 8;
  private static final int SECTION_DYNAMIC_SYMBOLS = 11;
  private static final int SECTION_NULL = 0;
  private static final int SECTION_STRINGS = 3;
  private static final int SECTION_HASH = 5;
  private static final int SECTION_NOTE = 7;
  private static final int SECTION_GNU_HASH = 0x6ffffff6;
  private static final int FIRST_GNU_SECTION = 0x6ffffff5;
  private static final int LAST_GNU_SECTION = 0x6fffffff;
  private static final long FLAG_LOADED = 2;
  private static final long FLAG_EXECUTABLE = 4;
  private static final long FLAG_STRINGS = 0x20;
  private static final long FLAG_THREAD_LOCAL = 0x400;
  private static final int LONGEST_NAME = 32;
  private static final int FRAMES_NAME = ".eh_frame".hashCode();
  private static final int FRAME_INDEX_NAME = ".eh_frame_hdr".hashCode();
  private static final int TYPE_RELOCATABLE = 1;
  private static final int TYPES_NAME = ".BTF".hashCode();
  private static final int TYPE_LIST_NAME = ".BTF_ids".hashCode();
  private static final int TAIL_NAME = "tail".hashCode();
  private static final int TAIL_SAMPLE = 64;

  private final Window window;
  private final List<Range> ranges = new ArrayList<>();
  private long end;

  private ElfReader(Window window) {
    this.window = window;
  }

  /// What the tables say.
  ///
  /// @param isFixed whether it is linked for one address, so that code holds absolute addresses
  /// @param length bytes up to the end of its last part
  record Tables(boolean isArm, boolean isFixed, long length, List<Range> ranges) {}

  static Optional<Tables> read(Window window) throws IOException {
    int machine = window.int16(18);
    boolean isArm = machine == 183;
    int type = window.int16(16);
    // Sections of an object file all have the address 0, and its code holds no addresses yet: what
    // was foretold for kernel modules of x86-64 made their patches a third longer.
    boolean isForetold = isArm || (machine == 62 && type != TYPE_RELOCATABLE);
    if (window.int32(0) != MAGIC || window.int16(4) != CLASS_64_LITTLE_ENDIAN || !isForetold) {
      return Optional.empty();
    }
    var reader = new ElfReader(window);
    reader.readSections();
    if (reader.ranges.isEmpty()) {
      reader.readSegments();
    }
    boolean isFixed = type == TYPE_EXECUTABLE;
    if (isFixed) {
      reader.readTail();
    }
    return reader.ranges.isEmpty()
        ? Optional.empty()
        : Optional.of(new Tables(isArm, isFixed, reader.end, List.copyOf(reader.ranges)));
  }

  private void readSections() throws IOException {
    long table = window.int64(40);
    int count = window.int16(60);
    int names = window.int16(62);
    if (count > MAX_RANGES - 1
        || window.int16(58) != SECTION_HEADER_LENGTH
        || !isInside(table, (long) count * SECTION_HEADER_LENGTH)) {
      return;
    }
    long nameTable = names < count ? window.int64(table + names * 64L + 24) : 0;
    for (int i = 0; i < count; i++) {
      readSection(table + (long) i * SECTION_HEADER_LENGTH, nameTable, i);
    }
    end = Math.max(end, table + (long) count * SECTION_HEADER_LENGTH);
  }

  private void readSection(long at, long nameTable, int index) throws IOException {
    int type = window.int32(at + 4);
    long flags = window.int64(at + 8);
    long address = window.int64(at + 16);
    long offset = window.int64(at + 24);
    long length = window.int64(at + 32);
    boolean isStored = type != SECTION_NOT_STORED;
    boolean isLoaded = (flags & FLAG_LOADED) != 0 && (isStored || (flags & FLAG_THREAD_LOCAL) == 0);
    if (type == SECTION_NULL
        || length <= 0
        || length > Integer.MAX_VALUE
        || address > Long.MAX_VALUE - length
        || (isStored && !isInside(offset, length))) {
      return;
    }
    int name = hashName(nameTable + (window.int32(at) & 0xffffffffL));
    var content = content(type, flags, name);
    int link = window.int32(at + 40);
    ranges.add(
        new Range(
            name,
            content,
            address,
            offset,
            length,
            isLoaded,
            isStored,
            ranges.size(),
            index,
            link));
    end = Math.max(end, isStored ? offset + length : 0);
  }

  private static Range.Content content(int type, long flags, int name) {
    boolean isLoaded = (flags & FLAG_LOADED) != 0;
    return switch (type) {
      case SECTION_RELOCATIONS -> Range.Content.RELOCATIONS;
      case SECTION_SYMBOLS, SECTION_DYNAMIC_SYMBOLS -> Range.Content.SYMBOLS;
      case SECTION_GNU_HASH -> Range.Content.SYMBOL_HASH;
      case SECTION_STRINGS, SECTION_HASH, SECTION_NOTE, SECTION_NOT_STORED -> Range.Content.OPAQUE;
      default -> {
        if (!isLoaded
            || (flags & FLAG_STRINGS) != 0
            || (type >= FIRST_GNU_SECTION && type <= LAST_GNU_SECTION)) {
          yield Range.Content.OPAQUE;
        } else if ((flags & FLAG_EXECUTABLE) != 0) {
          yield Range.Content.CODE;
        } else if (name == FRAMES_NAME) {
          yield Range.Content.FRAMES;
        } else if (name == TYPES_NAME) {
          yield Range.Content.TYPES;
        } else if (name == TYPE_LIST_NAME) {
          yield Range.Content.TYPE_LIST;
        } else if (name == FRAME_INDEX_NAME) {
          yield Range.Content.FRAME_INDEX;
        }
        yield Range.Content.WORDS;
      }
    };
  }

  private int hashName(long at) throws IOException {
    int hash = 0;
    for (int i = 0; i < LONGEST_NAME; i++) {
      int character = window.unsignedByte(at + i);
      if (character == 0) {
        break;
      }
      hash = 31 * hash + character;
    }
    return hash;
  }

  private void readSegments() throws IOException {
    long table = window.int64(32);
    int count = window.int16(56);
    if (count > MAX_RANGES - 1
        || window.int16(54) != PROGRAM_HEADER_LENGTH
        || !isInside(table, (long) count * PROGRAM_HEADER_LENGTH)) {
      return;
    }
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * PROGRAM_HEADER_LENGTH;
      long offset = window.int64(at + 8);
      long address = window.int64(at + 16);
      long length = window.int64(at + 32);
      if (window.int32(at) == SEGMENT_LOAD
          && length > 0
          && length <= Integer.MAX_VALUE
          && address <= Long.MAX_VALUE - length
          && isInside(offset, length)) {
        boolean isCode = (window.int32(at + 4) & SEGMENT_EXECUTABLE) != 0;
        var content = isCode ? Range.Content.CODE : Range.Content.WORDS;
        ranges.add(new Range(i, content, address, offset, length, true, true, ranges.size(), i, 0));
        end = Math.max(end, offset + length);
      }
    }
  }

  /// A kernel's relocations stand behind its last section: 32-bit addresses.
  private void readTail() throws IOException {
    int plausible = 0;
    for (int i = 0; i < TAIL_SAMPLE; i++) {
      long address = window.int32(end + 4L * i);
      plausible += ranges.stream().anyMatch(r -> r.isLoaded() && r.holdsAddress(address)) ? 1 : 0;
    }
    long length = Math.min(window.length() - end, Integer.MAX_VALUE);
    if (plausible > TAIL_SAMPLE / 2) {
      ranges.add(
          new Range(
              TAIL_NAME,
              Range.Content.ADDRESS_LIST,
              0,
              end,
              length,
              false,
              true,
              ranges.size(),
              MAX_RANGES,
              0));
      end += length;
    }
  }

  private boolean isInside(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= window.length() - length;
  }
}
