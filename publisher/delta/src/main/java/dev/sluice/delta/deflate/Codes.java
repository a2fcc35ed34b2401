package dev.sluice.delta.deflate;

/// The alphabets of deflate (RFC 1951, 3.2.5 to 3.2.7).
final class Codes {
  static final int LITERALS = 256;
  static final int END_OF_BLOCK = 256;
  static final int FIRST_LENGTH_CODE = 257;
  static final int LITERAL_CODES = 286;
  static final int DISTANCE_CODES = 30;
  static final int LENGTH_CODES = 19;
  static final int MAX_CODE_BITS = 15;
  static final int MAX_LENGTH_CODE_BITS = 7;
  static final int MIN_MATCH = 3;
  static final int MAX_MATCH = 258;
  static final int MAX_DISTANCE = 1 << 15;
  static final int MAX_STORED = (1 << 16) - 1;

  /// In the alphabet of code lengths: the length before, 3 to 6 times more.
  static final int REPEAT = 16;

  /// In the alphabet of code lengths: 3 to 10 zeros.
  static final int SHORT_ZEROS = 17;

  /// In the alphabet of code lengths: 11 to 138 zeros.
  static final int LONG_ZEROS = 18;

  private static final int LENGTH_GROUPS = 29;
  private static final int[] LENGTH_BASE = new int[LENGTH_GROUPS];
  private static final int[] LENGTH_EXTRA = new int[LENGTH_GROUPS];
  private static final byte[] LENGTH_GROUP = new byte[MAX_MATCH + 1];
  private static final int[] DISTANCE_BASE = new int[DISTANCE_CODES];
  private static final int[] DISTANCE_EXTRA = new int[DISTANCE_CODES];
  private static final int[] LENGTH_CODE_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] REPEAT_EXTRA = {2, 3, 7};
  private static final int[] REPEAT_BASE = {3, 3, 11};

  static {
    int base = MIN_MATCH;
    for (int i = 0; i < LENGTH_GROUPS - 1; i++) {
      LENGTH_EXTRA[i] = i < 8 ? 0 : (i - 4) / 4;
      LENGTH_BASE[i] = base;
      base += 1 << LENGTH_EXTRA[i];
    }
    LENGTH_BASE[LENGTH_GROUPS - 1] = MAX_MATCH;
    for (int i = 0; i < LENGTH_GROUPS; i++) {
      for (int length = LENGTH_BASE[i]; length <= MAX_MATCH; length++) {
        LENGTH_GROUP[length] = (byte) i;
      }
    }
    base = 1;
    for (int i = 0; i < DISTANCE_CODES; i++) {
      DISTANCE_EXTRA[i] = i < 4 ? 0 : (i - 2) / 2;
      DISTANCE_BASE[i] = base;
      base += 1 << DISTANCE_EXTRA[i];
    }
  }

  private Codes() {}

  /// The code, from [#FIRST_LENGTH_CODE] on, of a match of `length` bytes.
  static int lengthCode(int length) {
    return FIRST_LENGTH_CODE + LENGTH_GROUP[length];
  }

  /// Least length of a length code.
  static int lengthBase(int code) {
    return LENGTH_BASE[code - FIRST_LENGTH_CODE];
  }

  /// Bits behind a literal, length or end code.
  static int literalExtra(int code) {
    return code < FIRST_LENGTH_CODE ? 0 : LENGTH_EXTRA[code - FIRST_LENGTH_CODE];
  }

  /// The code of a distance: beyond 4, two for each power of two.
  static int distanceCode(int distance) {
    int less = distance - 1;
    if (less < 4) {
      return less;
    }
    int log = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(less);
    return 2 * log + (less >>> (log - 1) & 1);
  }

  static int distanceBase(int code) {
    return DISTANCE_BASE[code];
  }

  static int distanceExtra(int code) {
    return DISTANCE_EXTRA[code];
  }

  /// The code length that stands `index`-th in the head of a dynamic block.
  static int lengthCodeAt(int index) {
    return LENGTH_CODE_ORDER[index];
  }

  static int repeatExtra(int symbol) {
    return symbol < REPEAT ? 0 : REPEAT_EXTRA[symbol - REPEAT];
  }

  static int repeatBase(int symbol) {
    return REPEAT_BASE[symbol - REPEAT];
  }

  /// Bits of a literal, length or end code in a fixed block.
  static int fixedLength(int code) {
    if (code < 144) {
      return 8;
    }
    if (code < 256) {
      return 9;
    }
    return code < 280 ? 7 : 8;
  }

  /// Bits of every distance code in a fixed block.
  static final int FIXED_DISTANCE_LENGTH = 5;

  /// Literal and length codes of a fixed block; the last two never occur, but take part in it.
  static final int FIXED_LITERAL_CODES = 288;
}
