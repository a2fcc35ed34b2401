package dev.sluice.formats.deflate.block;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;

/// Tokens in little room: a byte for a literal and three for a match, and before every eight of
/// them a byte that tells which are matches.
///
/// It is read from its beginning, as often as one likes, with [#rewind] and [#next].
final class TokenList {
  /// Bytes that a list takes.
  static final int CAPACITY = 1 << 18;

  private static final int GROUP = Byte.SIZE;
  private static final int MAX_BYTES_OF_ADDING = 4;

  private final byte[] bytes = new byte[CAPACITY];
  private int size;
  private int used;
  private int flagsAt;
  private int read;
  private int at;
  private int flags;

  int size() {
    return size;
  }

  /// Whether there may be no room for another token.
  boolean isFull() {
    return used > CAPACITY - MAX_BYTES_OF_ADDING;
  }

  void clear() {
    size = 0;
    used = 0;
  }

  /// Adds a token; there must be room.
  void add(int token) {
    int index = size++ % GROUP;
    if (index == 0) {
      flagsAt = used++;
      bytes[flagsAt] = 0;
    }
    if (!Token.isMatch(token)) {
      bytes[used++] = (byte) token;
      return;
    }
    bytes[flagsAt] |= (byte) (1 << index);
    int distance = Token.distance(token) - 1;
    bytes[used++] = (byte) (Token.length(token) - Codes.MIN_MATCH);
    bytes[used++] = (byte) distance;
    bytes[used++] = (byte) (distance >> Byte.SIZE);
  }

  /// Makes the first token the next.
  void rewind() {
    read = 0;
    at = 0;
  }

  /// The next token; there must be one.
  int next() {
    int index = read++ % GROUP;
    if (index == 0) {
      flags = bytes[at++];
    }
    int first = bytes[at++] & 0xff;
    if ((flags >> index & 1) == 0) {
      return first;
    }
    int distance = (bytes[at++] & 0xff) | (bytes[at++] & 0xff) << Byte.SIZE;
    return Token.match(first + Codes.MIN_MATCH, distance + 1);
  }
}
