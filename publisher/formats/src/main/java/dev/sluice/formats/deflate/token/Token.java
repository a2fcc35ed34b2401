package dev.sluice.formats.deflate.token;

/// A step of a deflate stream, in one int: a literal is its byte, 0 to 255; a match is its
/// distance,
/// shifted, and its length.
public final class Token {
  private static final int LENGTH_BITS = 9;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private Token() {}

  /// A match of `length` bytes with those `distance` bytes before.
  public static int match(int length, int distance) {
    return distance << LENGTH_BITS | length;
  }

  /// Whether a token is a match.
  public static boolean isMatch(int token) {
    return token > LENGTH_MASK;
  }

  /// Bytes of the contents that a token makes.
  public static int bytes(int token) {
    return isMatch(token) ? length(token) : 1;
  }

  /// Bytes of a match.
  public static int length(int match) {
    return match & LENGTH_MASK;
  }

  /// How far back a match leads.
  public static int distance(int match) {
    return match >>> LENGTH_BITS;
  }
}
