package dev.sluice.formats.executable;

/// How a reference stands in a file: what it counts from and how it is encoded.
///
/// The value of a field is `(target - origin) / unit` or its negation, in `width` bytes, lowest
/// first, or the bits of an instruction.
public enum Kind {
  /// Operand of a call.
  CALL(1, 4),
  /// Operand of a jump.
  JUMP(2, 4),
  /// Operand of a conditional jump.
  BRANCH(3, 4),
  /// Displacement from the instruction pointer.
  NEARBY(4, 4),
  /// Absolute address in an instruction.
  ABSOLUTE(5, 4),
  /// Absolute address in data.
  POINTER(6, 8),
  /// Distance from the field itself.
  DISTANCE(7, 4),
  /// Distance from the start of a table of distances.
  TABLE(8, 4),
  /// Distance back to the start of the code, less one: a kernel's list of symbols.
  FALLING(8, 4),
  /// Absolute address, of 32 bits.
  SHORT_POINTER(9, 4),
  /// Number of a symbol in a relocation.
  SYMBOL_NUMBER(10, 4),
  /// Number of a type in a kernel's table of types.
  TYPE_NUMBER(15, 4),
  /// Where a symbol's name stands.
  NAME(10, 4),
  /// Length of a function, from its start to its end.
  EXTENT(11, 4),
  /// Length of a symbol.
  LONG_EXTENT(11, 8),
  /// Distance back to the common part of an unwinding record.
  BACK(12, 4),
  /// AArch64: `b` and `bl`.
  ARM_BRANCH_26(1, 4),
  /// AArch64: `b.cond`, `cbz`, literal loads.
  ARM_BRANCH_19(3, 4),
  /// AArch64: `tbz`.
  ARM_BRANCH_14(3, 4),
  /// AArch64: `adr`.
  ARM_NEAR(4, 4),
  /// AArch64: `adrp`.
  ARM_PAGE(13, 4),
  /// AArch64: the low twelve bits of an address, in an `add`, a load or a store.
  ARM_LOW(14, 4);

  private static final long SYMBOL_LENGTH = 24;
  private static final int PAGE_BITS = 12;
  private static final long PAGE_MASK = (1 << PAGE_BITS) - 1;

  private final int group;
  private final int width;

  Kind(int group, int width) {
    this.group = group;
    this.width = width;
  }

  /// Kinds that an entropy coder had better tell apart, 1 to 15.
  int group() {
    return group;
  }

  /// Whether what it counts from moves with the field, not on its own.
  boolean countsFromPlace() {
    return switch (this) {
      case TABLE, FALLING, NAME, SYMBOL_NUMBER, TYPE_NUMBER, EXTENT, LONG_EXTENT -> false;
      default -> true;
    };
  }

  /// Whether it tells a length: its target is an end, not a thing.
  public boolean isExtent() {
    return this == EXTENT || this == LONG_EXTENT;
  }

  /// The field's bytes as a number.
  ///
  /// @param old the bytes in the old executable, for the bits that say something else
  long encode(long target, long origin, long old) {
    long distance = target - origin;
    return switch (this) {
      case BACK -> -distance;
      case FALLING -> -distance - 1;
      case SYMBOL_NUMBER -> distance / SYMBOL_LENGTH;
      case ARM_BRANCH_26 -> replace(old, distance >> 2, 26, 0);
      case ARM_BRANCH_19 -> replace(old, distance >> 2, 19, 5);
      case ARM_BRANCH_14 -> replace(old, distance >> 2, 14, 5);
      case ARM_NEAR -> replace(replace(old, distance, 2, 29), distance >> 2, 19, 5);
      case ARM_PAGE -> {
        long pages = (target >> PAGE_BITS) - (origin >> PAGE_BITS);
        yield replace(replace(old, pages, 2, 29), pages >> 2, 19, 5);
      }
      case ARM_LOW -> replace(old, (target & PAGE_MASK) >> lowScale(old), 12, 10);
      default -> distance;
    };
  }

  /// The target that the bytes `value` lead to.
  ///
  /// @param expected what the target was thought to be, for the bits that the field does not hold
  long decode(long value, long origin, long expected) {
    return switch (this) {
      case BACK -> origin - value;
      case FALLING -> origin - value - 1;
      case SYMBOL_NUMBER -> origin + SYMBOL_LENGTH * value;
      case ARM_BRANCH_26 -> origin + (signed(value, 26, 0) << 2);
      case ARM_BRANCH_19 -> origin + (signed(value, 19, 5) << 2);
      case ARM_BRANCH_14 -> origin + (signed(value, 14, 5) << 2);
      case ARM_NEAR -> origin + (signed(value, 19, 5) << 2 | (value >>> 29 & 3));
      case ARM_PAGE -> {
        long pages = signed(value, 19, 5) << 2 | (value >>> 29 & 3);
        yield ((origin >> PAGE_BITS) + pages) << PAGE_BITS | (expected & PAGE_MASK);
      }
      case ARM_LOW -> (expected & ~PAGE_MASK) | (value >>> 10 & PAGE_MASK) << lowScale(value);
      default -> origin + value;
    };
  }

  /// By which power of two the low bits of an address are divided: by the size of what is loaded.
  static int lowScale(long instruction) {
    boolean isAdd = (instruction & 0x1f000000) == 0x11000000;
    boolean isWideVector = (instruction & 0x04800000) == 0x04800000;
    return isAdd ? 0 : isWideVector ? 4 : (int) (instruction >>> 30 & 3);
  }

  private static long replace(long old, long value, int bits, int at) {
    long mask = ((1L << bits) - 1) << at;
    return (int) ((old & ~mask) | (value << at & mask));
  }

  private static long signed(long value, int bits, int at) {
    return value << (Long.SIZE - bits - at) >> (Long.SIZE - bits);
  }

  /// Bytes of the field.
  public int width() {
    return width;
  }
}
