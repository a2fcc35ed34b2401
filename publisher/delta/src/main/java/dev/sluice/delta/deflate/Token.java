package dev.sluice.delta.deflate;

/// A step of a deflate stream, in one int: a literal is its byte, 0 to 255; a match is its
/// distance,
/// shifted, and its length.
final class Token {
  private static final int LENGTH_BITS = 9;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private Token() {}

  static int match(int length, int distance) {
    return distance << LENGTH_BITS | length;
  }

  static boolean isMatch(int token) {
    return token > LENGTH_MASK;
  }

  /// Bytes of the contents that a token makes.
  static int bytes(int token) {
    return isMatch(token) ? length(token) : 1;
  }

  static int length(int match) {
    return match & LENGTH_MASK;
  }

  static int distance(int match) {
    return match >>> LENGTH_BITS;
  }
}
