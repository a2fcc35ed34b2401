package dev.sluice.formats.executable;

import java.io.IOException;

/// Finds the references in everything that is not machine code.
final class DataReferences {
  /// Where a file is linked for one address, smaller numbers are taken for numbers.
  static final long SMALLEST_FIXED = 0x80000;

  private static final int CONSTANTS_NAME = ".rodata".hashCode();
  private static final long LARGEST_FALL = 1 << 14;
  private static final long SMALLEST_POINTER = 0x1000;
  private static final int RELOCATION_LENGTH = 24;
  private static final int SYMBOL_LENGTH = 24;

  private final ExecutableModel model;
  private final Window window;
  private long common = -1;
  private int startEncoding;
  private int tableEncoding;
  private boolean hasAugmentation;

  DataReferences(ExecutableModel model, Window window) {
    this.model = model;
    this.window = window;
  }

  void findWords(Range range, long from, long to, FieldList fields) throws IOException {
    long shift = range.address() - range.offset();
    long at = from + (-(from + shift) & 3);
    while (at < to) {
      long address = at + shift;
      if ((address & 7) == 0 && isPointer(window.int64(at))) {
        addPointer(at, fields);
        at += 8;
        continue;
      }
      int value = window.int32(at);
      if (value < 0 && range.name() == CONSTANTS_NAME && isFalling(at, value)) {
        long origin = model.codeStart();
        fields.add(at, Kind.FALLING, origin - value - 1, origin, value);
      } else if (value != 0) {
        addDistance(range, at, address, value, fields);
      }
      at += 4;
    }
  }

  private void addPointer(long at, FieldList fields) throws IOException {
    long value = window.int64(at);
    fields.add(at, Kind.POINTER, value, 0, value);
  }

  private boolean isPointer(long value) {
    long smallest = model.isFixed() ? SMALLEST_FIXED : SMALLEST_POINTER;
    return (value < 0 || value >= smallest) && model.targetAt(value) != null;
  }

  /// A kernel's symbols in the order of their addresses: words that fall by a little each.
  private boolean isFalling(long at, int value) throws IOException {
    long above = (long) window.int32(at - 4) - value;
    long below = (long) value - window.int32(at + 4);
    return model.isFixed()
        && above >= 0
        && above < LARGEST_FALL
        && below >= 0
        && below < LARGEST_FALL
        && model.loadedAt(model.codeStart() - value - 1) != null;
  }

  private void addDistance(Range range, long at, long address, int value, FieldList fields) {
    long table = model.tables().startFor(at);
    if (table >= range.offset()) {
      long origin = table - range.offset() + range.address();
      if (model.isCode(origin + value)) {
        fields.add(at, Kind.TABLE, origin + value, origin, value);
        return;
      }
    }
    var target = model.loadedAt(address + value);
    if (target != null && target.ordinal() != range.ordinal() && target.isStored()) {
      fields.add(at, Kind.DISTANCE, address + value, address, value);
    }
  }

  void findAddresses(long from, long to, FieldList fields) throws IOException {
    for (long at = from; at < to; at += 4) {
      long value = window.int32(at);
      if (value != 0 && model.loadedAt(value) != null) {
        fields.add(at, Kind.SHORT_POINTER, value, 0, value);
      }
    }
  }

  void findRelocations(Range range, long from, long to, FieldList fields) throws IOException {
    var symbols = model.section(range.link());
    long first = from - (from - range.offset()) % RELOCATION_LENGTH;
    for (long at = first; at < to; at += RELOCATION_LENGTH) {
      addPointer(at, from, to, fields);
      int symbol = window.int32(at + 12);
      if (symbol > 0 && symbols != null && isIn(at + 12, from, to)) {
        long target = symbols.address() + (long) symbol * SYMBOL_LENGTH;
        if (symbols.isLoaded() && symbols.holdsAddress(target)) {
          fields.add(at + 12, Kind.SYMBOL_NUMBER, target, symbols.address(), symbol);
        }
      }
      addPointer(at + 16, from, to, fields);
    }
  }

  private void addPointer(long at, long from, long to, FieldList fields) throws IOException {
    if (isIn(at, from, to) && isPointer(window.int64(at))) {
      addPointer(at, fields);
    }
  }

  private static boolean isIn(long at, long from, long to) {
    return at >= from && at < to;
  }

  void findSymbols(Range range, long from, long to, FieldList fields) throws IOException {
    var names = model.section(range.link());
    long first = from - (from - range.offset()) % SYMBOL_LENGTH;
    for (long at = first; at < to; at += SYMBOL_LENGTH) {
      int name = window.int32(at);
      if (name > 0 && names != null && names.isLoaded() && isIn(at, from, to)) {
        if (names.holdsAddress(names.address() + name)) {
          fields.add(at, Kind.NAME, names.address() + name, names.address(), name);
        }
      }
      long value = window.int64(at + 8);
      addPointer(at + 8, from, to, fields);
      long extent = window.int64(at + 16);
      if (extent > 0 && isIn(at + 16, from, to) && isPointer(value)) {
        var target = model.loadedAt(value);
        if (target != null && extent <= target.address() + target.length() - value) {
          fields.add(at + 16, Kind.LONG_EXTENT, value + extent, value, extent);
        }
      }
    }
  }

  /// The buckets of a GNU hash table: the first symbol of each.
  void findHash(Range range, long from, long to, FieldList fields) throws IOException {
    var symbols = model.section(range.link());
    if (symbols == null || !symbols.isLoaded()) {
      return;
    }
    long count = window.int32(range.offset()) & 0xffffffffL;
    long filters = window.int32(range.offset() + 8) & 0xffffffffL;
    long first = range.offset() + 16 + 8 * filters;
    long end = Math.min(to, first + 4 * count);
    for (long at = Math.max(first, from + (first - from & 3)); at < end; at += 4) {
      int symbol = window.int32(at);
      long target = symbols.address() + (long) symbol * SYMBOL_LENGTH;
      if (symbol > 0 && symbols.holdsAddress(target)) {
        fields.add(at, Kind.SYMBOL_NUMBER, target, symbols.address(), symbol);
      }
    }
  }

  void findFrameIndex(Range range, long from, long to, FieldList fields) throws IOException {
    if (window.int32(range.offset()) != 0x3b031b01) {
      return;
    }
    long origin = range.address();
    if (from == range.offset()) {
      long address = origin + 4;
      int value = window.int32(from + 4);
      fields.add(from + 4, Kind.DISTANCE, address + value, address, value);
    }
    for (long at = Math.max(from, range.offset() + 12); at < to; at += 4) {
      long target = origin + window.int32(at);
      if (model.loadedAt(target) != null) {
        fields.add(at, Kind.TABLE, target, origin, target - origin);
      }
    }
  }

  void findFrames(Range range, long from, long to, FieldList fields) throws IOException {
    long at = model.frames().before(from);
    while (at < to) {
      long length = window.int32(at) & 0xffffffffL;
      if (length == 0) {
        return;
      }
      long end = at + 4 + length;
      int back = window.int32(at + 4);
      if (end > from && back > 0 && length >= 12) {
        addFrame(range, at + 4, back, from, to, fields);
      }
      at = end;
    }
  }

  private void addFrame(Range range, long at, int back, long from, long to, FieldList fields)
      throws IOException {
    long shift = range.address() - range.offset();
    long owner = at - back;
    if (owner < range.offset() || !readCommon(owner)) {
      return;
    }
    if (isIn(at, from, to)) {
      fields.add(at, Kind.BACK, owner + shift, at + shift, back);
    }
    if (startEncoding != 0x1b) {
      return;
    }
    long address = at + 4 + shift;
    long target = address + window.int32(at + 4);
    if (isIn(at + 4, from, to)) {
      fields.add(at + 4, Kind.DISTANCE, target, address, target - address);
    }
    int extent = window.int32(at + 8);
    if (extent > 0 && isIn(at + 8, from, to)) {
      fields.add(at + 8, Kind.EXTENT, target + extent, target, extent);
    }
    if (hasAugmentation && tableEncoding == 0x1b && isIn(at + 13, from, to)) {
      int table = window.int32(at + 13);
      if (window.unsignedByte(at + 12) == 4 && table != 0) {
        fields.add(at + 13, Kind.DISTANCE, at + 13 + shift + table, at + 13 + shift, table);
      }
    }
  }

  /// Reads how the records are encoded that share the one at `at`.
  private boolean readCommon(long at) throws IOException {
    if (at == common) {
      return true;
    }
    if (window.int32(at + 4) != 0) {
      return false;
    }
    startEncoding = 0;
    tableEncoding = 0xff;
    long text = at + 9;
    hasAugmentation = window.unsignedByte(text) == 'z';
    long data = text;
    while (window.unsignedByte(data) != 0 && data < text + 8) {
      data++;
    }
    // Behind the name: code and data alignment, return register and length, all of one byte.
    data += 1 + 4;
    boolean isUnderstood = hasAugmentation;
    for (int i = 1; i < 8 && isUnderstood; i++) {
      switch (window.unsignedByte(text + i)) {
        case 'R' -> {
          startEncoding = window.unsignedByte(data);
          data++;
        }
        case 'L' -> {
          tableEncoding = window.unsignedByte(data);
          data++;
        }
        case 'P' -> data += 5;
        case 'S', 'B' -> {}
        default -> isUnderstood = false;
      }
    }
    common = at;
    return true;
  }
}
