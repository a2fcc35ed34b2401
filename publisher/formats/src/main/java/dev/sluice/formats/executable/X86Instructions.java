package dev.sluice.formats.executable;

/// Walks over x86-64 instructions and finds their operands of 32 bits.
///
/// Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, chapter 2 and appendix
/// A. It knows lengths only, and takes what is not an instruction for one of a single byte.
final class X86Instructions {
  /// Longest instruction the processor accepts, and so the longest step.
  static final int LONGEST = 15;

  private static final int MODRM = 1;
  private static final int IMMEDIATE_8 = 2;
  private static final int IMMEDIATE_16 = 4;

  /// Four bytes, two with an operand-size prefix.
  private static final int IMMEDIATE_Z = 8;

  /// As [#IMMEDIATE_Z], or eight bytes with REX.W.
  private static final int IMMEDIATE_V = 16;

  private static final int OFFSET_64 = 32;
  private static final int RELATIVE_32 = 64;
  private static final int GROUP_3 = 128;
  private static final int PREFIX = 256;
  private static final int INVALID = 512;

  private static final short[] ONE_BYTE = oneByte();
  private static final short[] TWO_BYTE = twoByte();

  private byte[] code = {};
  private int displacementAt;
  private int immediateAt;
  private boolean isRelative;
  private boolean hasBase;
  private int opcode;

  private static short[] oneByte() {
    var table = new short[256];
    for (int row = 0; row < 0x40; row += 8) {
      fill(table, row, row + 3, MODRM);
      table[row + 4] = IMMEDIATE_8;
      table[row + 5] = IMMEDIATE_Z;
      fill(table, row + 6, row + 7, INVALID);
    }
    for (int prefix : new int[] {0x26, 0x2e, 0x36, 0x3e}) {
      table[prefix] = PREFIX;
    }
    fill(table, 0x60, 0x62, INVALID);
    table[0x63] = MODRM;
    fill(table, 0x64, 0x67, PREFIX);
    table[0x68] = IMMEDIATE_Z;
    table[0x69] = MODRM | IMMEDIATE_Z;
    table[0x6a] = IMMEDIATE_8;
    table[0x6b] = MODRM | IMMEDIATE_8;
    fill(table, 0x70, 0x7f, IMMEDIATE_8);
    fill(table, 0x80, 0x83, MODRM | IMMEDIATE_8);
    table[0x81] = MODRM | IMMEDIATE_Z;
    table[0x82] = INVALID;
    fill(table, 0x84, 0x8f, MODRM);
    table[0x9a] = INVALID;
    fill(table, 0xa0, 0xa3, OFFSET_64);
    table[0xa8] = IMMEDIATE_8;
    table[0xa9] = IMMEDIATE_Z;
    fill(table, 0xb0, 0xb7, IMMEDIATE_8);
    fill(table, 0xb8, 0xbf, IMMEDIATE_V);
    fill(table, 0xc0, 0xc1, MODRM | IMMEDIATE_8);
    table[0xc2] = IMMEDIATE_16;
    table[0xc6] = MODRM | IMMEDIATE_8;
    table[0xc7] = MODRM | IMMEDIATE_Z;
    table[0xc8] = IMMEDIATE_16 | IMMEDIATE_8;
    table[0xca] = IMMEDIATE_16;
    table[0xcd] = IMMEDIATE_8;
    table[0xce] = INVALID;
    fill(table, 0xd0, 0xd3, MODRM);
    fill(table, 0xd4, 0xd6, INVALID);
    fill(table, 0xd8, 0xdf, MODRM);
    fill(table, 0xe0, 0xe7, IMMEDIATE_8);
    fill(table, 0xe8, 0xe9, RELATIVE_32);
    table[0xea] = INVALID;
    table[0xeb] = IMMEDIATE_8;
    table[0xf0] = PREFIX;
    fill(table, 0xf2, 0xf3, PREFIX);
    fill(table, 0xf6, 0xf7, MODRM | GROUP_3);
    fill(table, 0xfe, 0xff, MODRM);
    return table;
  }

  private static short[] twoByte() {
    var table = new short[256];
    fill(table, 0x00, 0xff, MODRM);
    fill(table, 0x05, 0x09, 0);
    fill(table, 0x0a, 0x0c, INVALID);
    table[0x0b] = 0;
    table[0x0e] = 0;
    table[0x0f] = MODRM | IMMEDIATE_8;
    fill(table, 0x24, 0x27, INVALID);
    fill(table, 0x30, 0x37, 0);
    fill(table, 0x70, 0x73, MODRM | IMMEDIATE_8);
    table[0x77] = 0;
    fill(table, 0x80, 0x8f, RELATIVE_32);
    fill(table, 0xa0, 0xa2, 0);
    table[0xa4] = MODRM | IMMEDIATE_8;
    fill(table, 0xa8, 0xaa, 0);
    table[0xac] = MODRM | IMMEDIATE_8;
    table[0xba] = MODRM | IMMEDIATE_8;
    table[0xc2] = MODRM | IMMEDIATE_8;
    fill(table, 0xc4, 0xc6, MODRM | IMMEDIATE_8);
    fill(table, 0xc8, 0xcf, 0);
    return table;
  }

  private static void fill(short[] table, int first, int last, int flags) {
    for (int i = first; i <= last; i++) {
      table[i] = (short) flags;
    }
  }

  /// Chooses what [#step] reads.
  void on(byte[] bytes) {
    code = bytes;
  }

  /// Measures the instruction at `at`, behind which [#LONGEST] more bytes can be read.
  ///
  /// @return where the next one starts
  int step(int at) {
    displacementAt = -1;
    immediateAt = -1;
    isRelative = false;
    hasBase = true;
    int next = at;
    boolean isShort = false;
    int rex = 0;
    int value = code[next] & 0xff;
    int flags = ONE_BYTE[value];
    for (int prefixes = 0; flags == PREFIX && prefixes < 4; prefixes++) {
      isShort |= value == 0x66;
      next++;
      value = code[next] & 0xff;
      flags = ONE_BYTE[value];
    }
    if ((value & 0xf0) == 0x40) {
      rex = value;
      next++;
      value = code[next] & 0xff;
      flags = ONE_BYTE[value];
    }
    next++;
    if (value == 0x0f) {
      return escaped(at, next, isShort);
    }
    if (value == 0xc5 || value == 0xc4 || value == 0x62) {
      return vector(at, next, value);
    }
    opcode = value;
    if (flags == 0) {
      return next;
    }
    if ((flags & (INVALID | PREFIX)) != 0) {
      return at + 1;
    }
    return operands(next, flags, isShort, (rex & 8) != 0);
  }

  private int escaped(int at, int start, boolean isShort) {
    int next = start;
    int value = code[next] & 0xff;
    next++;
    opcode = 0x0f00 | value;
    if (value == 0x38 || value == 0x3a) {
      return operands(next + 1, value == 0x38 ? MODRM : MODRM | IMMEDIATE_8, false, false);
    }
    int flags = TWO_BYTE[value];
    return flags == INVALID ? at + 1 : operands(next, flags, isShort, false);
  }

  /// Instructions with a VEX or EVEX prefix.
  private int vector(int at, int start, int prefix) {
    int length = prefix == 0xc5 ? 1 : prefix == 0xc4 ? 2 : 3;
    int map = prefix == 0xc5 ? 1 : code[start] & (prefix == 0xc4 ? 0x1f : 7);
    int value = code[start + length] & 0xff;
    opcode = 0x10000 | map << 8 | value;
    int flags =
        switch (map) {
          case 1 -> TWO_BYTE[value] & ~RELATIVE_32;
          case 2, 5, 6 -> MODRM;
          case 3 -> MODRM | IMMEDIATE_8;
          default -> INVALID;
        };
    return (flags & INVALID) != 0 ? at + 1 : operands(start + length + 1, flags, false, false);
  }

  private int operands(int start, int flags, boolean isShort, boolean isWide) {
    int next = start;
    int extra = flags;
    if ((flags & MODRM) != 0) {
      int modrm = code[next] & 0xff;
      next = memory(next + 1, modrm);
      if ((flags & GROUP_3) != 0 && (modrm & 0x30) == 0) {
        extra |= opcode == 0xf6 ? IMMEDIATE_8 : IMMEDIATE_Z;
      }
    }
    return (extra & ~(MODRM | GROUP_3)) == 0 ? next : immediate(next, extra, isShort, isWide);
  }

  private int memory(int start, int modrm) {
    int mode = modrm >> 6;
    int base = modrm & 7;
    int next = start;
    if (mode == 3) {
      return next;
    }
    boolean hasIndexByte = base == 4;
    if (hasIndexByte) {
      base = code[next] & 7;
      next++;
    }
    if (mode == 1) {
      return next + 1;
    }
    if (mode == 2 || base == 5) {
      displacementAt = next;
      isRelative = mode == 0 && !hasIndexByte;
      hasBase = mode == 2;
      return next + 4;
    }
    return next;
  }

  private int immediate(int start, int flags, boolean isShort, boolean isWide) {
    int next = start;
    if ((flags & RELATIVE_32) != 0) {
      immediateAt = next;
      return next + 4;
    }
    if ((flags & IMMEDIATE_16) != 0) {
      next += 2;
    }
    if ((flags & IMMEDIATE_8) != 0) {
      next++;
    }
    if ((flags & OFFSET_64) != 0 || ((flags & IMMEDIATE_V) != 0 && isWide)) {
      return next + 8;
    }
    if ((flags & (IMMEDIATE_Z | IMMEDIATE_V)) != 0) {
      immediateAt = isShort ? -1 : next;
      next += isShort ? 2 : 4;
    }
    return next;
  }

  /// Where the displacement of 32 bits stands, -1 if there is none.
  int displacementAt() {
    return displacementAt;
  }

  /// Whether the displacement counts from the end of the instruction.
  boolean isRelative() {
    return isRelative;
  }

  /// Whether a register is added to the displacement.
  boolean hasBase() {
    return hasBase;
  }

  /// Where the immediate operand of 32 bits stands, -1 if there is none.
  int immediateAt() {
    return immediateAt;
  }

  /// Whether the immediate operand is the distance of a call or jump, and which.
  boolean isCall() {
    return opcode == 0xe8;
  }

  /// Whether it is a jump without condition.
  boolean isJump() {
    return opcode == 0xe9;
  }

  /// Whether it pushes its immediate operand.
  boolean isPush() {
    return opcode == 0x68;
  }

  /// Whether it is a conditional jump of 32 bits.
  boolean isBranch() {
    return (opcode & ~0xf) == 0x0f80;
  }
}
