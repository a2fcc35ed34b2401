package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The search of Go's encoder at level 1, which is Snappy's (Go 1.19,
/// `compress/flate/deflatefast.go`).
///
/// It remembers one place for each hash of four bytes, takes whatever stands there if it matches,
/// and looks at fewer places the longer it finds nothing. It works on blocks of 65535 bytes. Where
/// a stream has a literal for a match, the search goes on as if it had been the match: Go drops all
/// matches of a block if they gain little.
final class GoFastMatcher implements Matcher {
  /// Bytes of a shorter block are not searched.
  static final int MIN_BLOCK_BYTES = 128;

  private static final int HASH_BITS = 14;
  private static final int HASH_FACTOR = 0x1e35a7bd;
  private static final int HASH_SHIFT = Integer.SIZE - HASH_BITS;
  private static final int MARGIN_BYTES = 15;
  private static final int SKIP_BITS = 5;
  private static final int NOWHERE = Integer.MIN_VALUE / 2;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Window window;
  private final byte[] bytes;
  private final int[] places = new int[1 << HASH_BITS];
  private int blockStart = NOWHERE;
  private int blockBefore;
  private int probe;
  private int skip;

  /// Where a match begins that was found, and with what.
  private int matchAt = NOWHERE;

  private int matchWith;

  /// Where the last match ended, while nothing is known of what follows.
  private int matchEnd = NOWHERE;

  private boolean isRestLiteral;
  private int predicted;

  GoFastMatcher(Window window) {
    this.window = window;
    this.bytes = window.bytes();
    Arrays.fill(places, NOWHERE);
  }

  @Override
  public void slide(int moved) {
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(places[i] - moved, NOWHERE);
    }
    blockStart = Math.max(blockStart - moved, NOWHERE);
    blockBefore = Math.max(blockBefore - moved, NOWHERE);
    matchAt = Math.max(matchAt - moved, NOWHERE);
    matchEnd = Math.max(matchEnd - moved, NOWHERE);
    matchWith -= moved;
    probe -= moved;
  }

  /// A block that is too short to be searched makes the encoder forget what came before.
  @Override
  public void beginSegment(boolean isFresh) {
    int length = window.position() - blockStart;
    if (length > 0 && length < MIN_BLOCK_BYTES) {
      Arrays.fill(places, NOWHERE);
    }
    beginBlock();
  }

  private void beginBlock() {
    int position = window.position();
    blockBefore = blockStart;
    blockStart = position;
    probe = position;
    skip = 1 << SKIP_BITS;
    matchAt = NOWHERE;
    matchEnd = NOWHERE;
    isRestLiteral = false;
  }

  private int blockEnd() {
    return Math.min(blockStart + Codes.MAX_STORED, window.limit());
  }

  /// From where on a block is not searched.
  private int searchEnd() {
    return blockEnd() - MARGIN_BYTES;
  }

  @Override
  public int predict() {
    int position = window.position();
    if (position >= blockStart + Codes.MAX_STORED) {
      beginBlock();
    }
    if (blockEnd() - blockStart < MIN_BLOCK_BYTES) {
      isRestLiteral = true;
    }
    if (matchEnd > NOWHERE && matchEnd <= position) {
      goOnBehindMatch();
    }
    while (probe <= position && matchAt < position && matchEnd == NOWHERE && !isRestLiteral) {
      probeNext();
    }
    predicted = matchAt == position ? match(position) : window.literal();
    return predicted;
  }

  private int match(int position) {
    int maxLength = Math.min(Codes.MAX_MATCH, blockEnd() - position);
    int length = GoMatcher.MIN_MATCH;
    // What lies before the block before is held no more, but may still be known by its hash.
    if (matchWith + length >= blockBefore) {
      length = Window.common(bytes, matchWith, position, maxLength);
    }
    return Token.match(length, position - matchWith);
  }

  private void probeNext() {
    int place = probe;
    int step = skip >> SKIP_BITS;
    probe = place + step;
    skip += step;
    if (probe > searchEnd()) {
      isRestLiteral = true;
    } else {
      look(place);
    }
  }

  private void goOnBehindMatch() {
    int place = matchEnd;
    matchEnd = NOWHERE;
    if (place >= searchEnd()) {
      isRestLiteral = true;
      return;
    }
    places[hash(place - 1)] = place - 1;
    look(place);
    probe = place + 1;
    skip = 1 << SKIP_BITS;
  }

  /// Looks for a match at `place`, and remembers the place.
  private void look(int place) {
    int hash = hash(place);
    int candidate = places[hash];
    places[hash] = place;
    if (place - candidate <= Codes.MAX_DISTANCE
        && (int) INT.get(bytes, candidate) == (int) INT.get(bytes, place)) {
      matchAt = place;
      matchWith = candidate;
    }
  }

  private int hash(int place) {
    return ((int) INT.get(bytes, place) * HASH_FACTOR) >>> HASH_SHIFT;
  }

  @Override
  public void accept(int token, boolean isAsPredicted) {
    int match = Token.isMatch(token) ? token : predicted;
    if (Token.isMatch(match)) {
      matchAt = NOWHERE;
      matchEnd = window.position() + Token.length(match);
    }
  }
}
