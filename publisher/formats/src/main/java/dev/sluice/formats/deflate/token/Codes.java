package dev.sluice.formats.deflate.token;

import java.util.Arrays;

/// The alphabets of deflate (RFC 1951, 3.2.5 to 3.2.7).
public final class Codes {
  /// Literals have the codes below.
  public static final int LITERALS = 256;

  /// The code behind the last token of a block.
  public static final int END_OF_BLOCK = 256;

  /// The code of the shortest matches.
  static final int FIRST_LENGTH_CODE = 257;

  /// Literal, end and length codes.
  public static final int LITERAL_CODES = 286;

  /// Distance codes.
  public static final int DISTANCE_CODES = 30;

  /// Codes for lengths of codes.
  public static final int LENGTH_CODES = 19;

  /// Most bits of a literal, end, length or distance code.
  public static final int MAX_CODE_BITS = 15;

  /// Most bits of a code for a length of codes.
  public static final int MAX_LENGTH_CODE_BITS = 7;

  /// Bytes of the shortest match.
  public static final int MIN_MATCH = 3;

  /// Bytes of the longest match.
  public static final int MAX_MATCH = 258;

  /// How far back a match reaches.
  public static final int MAX_DISTANCE = 1 << 15;

  /// Most bytes of a stored block.
  public static final int MAX_STORED = (1 << 16) - 1;

  /// In the alphabet of code lengths: the length before, 3 to 6 times more.
  public static final int REPEAT = 16;

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

  /// Literal and length codes of a fixed block; the last two never occur, but take part in it.
  private static final int FIXED_LITERAL_CODES = 288;

  /// Bits of every distance code in a fixed block.
  public static final int FIXED_DISTANCE_LENGTH = 5;

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
  public static int lengthCode(int length) {
    return FIRST_LENGTH_CODE + LENGTH_GROUP[length];
  }

  /// Least length of a length code.
  public static int lengthBase(int code) {
    return LENGTH_BASE[code - FIRST_LENGTH_CODE];
  }

  /// Bits behind a literal, length or end code.
  public static int literalExtra(int code) {
    return code < FIRST_LENGTH_CODE ? 0 : LENGTH_EXTRA[code - FIRST_LENGTH_CODE];
  }

  /// The code of a distance: beyond 4, two for each power of two.
  public static int distanceCode(int distance) {
    int less = distance - 1;
    if (less < 4) {
      return less;
    }
    int log = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(less);
    return 2 * log + (less >>> (log - 1) & 1);
  }

  /// Least distance of a distance code.
  public static int distanceBase(int code) {
    return DISTANCE_BASE[code];
  }

  /// Bits behind a distance code.
  public static int distanceExtra(int code) {
    return DISTANCE_EXTRA[code];
  }

  /// The code length that stands `index`-th in the head of a dynamic block.
  static int lengthCodeAt(int index) {
    return LENGTH_CODE_ORDER[index];
  }

  public static int repeatExtra(int symbol) {
    return symbol < REPEAT ? 0 : REPEAT_EXTRA[symbol - REPEAT];
  }

  static int repeatBase(int symbol) {
    return REPEAT_BASE[symbol - REPEAT];
  }

  /// Bits of a literal, length or end code in a fixed block.
  public static int fixedLength(int code) {
    if (code < 144) {
      return 8;
    }
    if (code < 256) {
      return 9;
    }
    return code < 280 ? 7 : 8;
  }

  /// Bits of all literal, length and end codes in a fixed block.
  public static int[] fixedLiteralLengths() {
    var lengths = new int[FIXED_LITERAL_CODES];
    Arrays.setAll(lengths, Codes::fixedLength);
    return lengths;
  }

  /// Bits of all distance codes in a fixed block.
  public static int[] fixedDistanceLengths() {
    var lengths = new int[DISTANCE_CODES];
    Arrays.fill(lengths, FIXED_DISTANCE_LENGTH);
    return lengths;
  }
}
