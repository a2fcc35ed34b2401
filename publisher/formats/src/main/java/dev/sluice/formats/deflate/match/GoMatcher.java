package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.encoder.Effort;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The search of Go's encoder from level 2 on (Go 1.19, `compress/flate/deflate.go`).
///
/// It is zlib's but for these: matches of three bytes are none; a better match is searched with all
/// effort; a place keeps its successors up to the full 32768 bytes; and its window moves by 32768
/// bytes when little is left of it, so that just then what lies before is out of reach.
final class GoMatcher implements Matcher {
  /// Bytes of the shortest match that Go's encoder takes.
  static final int MIN_MATCH = 4;

  private static final int NO_MATCH = MIN_MATCH - 1;
  private static final int TOO_FAR = 4096;
  private static final int HASH_BITS = 17;
  private static final int HASH_FACTOR = 0x1e35a7bd;
  private static final int WINDOW_BYTES = Codes.MAX_DISTANCE;
  private static final int INDEX_MASK = WINDOW_BYTES - 1;
  private static final int HASH_SHIFT = Integer.SIZE - HASH_BITS;
  private static final int BUFFER_BYTES = 2 * WINDOW_BYTES;

  /// Where in its buffer the encoder has too little ahead, and asks for more.
  private static final int LAST_INDEX = BUFFER_BYTES - MIN_MATCH - Codes.MAX_MATCH;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final Window window;
  private final byte[] bytes;
  private final Effort effort;
  private final boolean isLazy;

  // Indexes in the encoder's buffer plus 1; 0 is none. They fit, since its last bytes are never
  // hashed.
  private final char[] head = new char[1 << HASH_BITS];
  private final char[] previous = new char[WINDOW_BYTES];
  private int base;
  private int inserted;
  private int carriedLength;
  private int carriedDistance;
  private int foundDistance;

  GoMatcher(Profile profile, Window window) {
    this.window = window;
    this.bytes = window.bytes();
    this.effort = profile.effort();
    this.isLazy = profile.isLazy();
  }

  @Override
  public void slide(int moved) {
    base -= moved;
    inserted -= moved;
  }

  @Override
  public void beginSegment(boolean isFresh) {
    carriedLength = 0;
    if (window.position() - base >= LAST_INDEX) {
      moveBuffer();
    }
  }

  @Override
  public int predict() {
    int position = window.position();
    int length = carriedLength;
    int distance = carriedDistance;
    if (length == 0) {
      length = search(position, NO_MATCH);
      distance = foundDistance;
    }
    carriedLength = 0;
    if (length < MIN_MATCH) {
      return window.literal();
    }
    if (isLazy) {
      int better = search(position + 1, length);
      if (better > length) {
        carriedLength = better;
        carriedDistance = foundDistance;
        return window.literal();
      }
    }
    return Token.match(length, distance);
  }

  /// Hashes the place `at`, unless that was done, and looks for the first match that is longer than
  /// `least` and longer than the others.
  ///
  /// @return its length, or `least`; [#foundDistance] says where it is
  private int search(int at, int least) {
    int remaining = window.limit() - at;
    if (at - base > LAST_INDEX && at + remaining > base + BUFFER_BYTES) {
      moveBuffer();
    }
    if (remaining < MIN_MATCH) {
      return least;
    }
    if (at >= inserted) {
      insert(at);
    }
    int first = previous[(at - base) & INDEX_MASK] - 1;
    if ((isLazy && least >= effort.lazy())
        || least >= remaining
        || first < Math.max(at - base - WINDOW_BYTES, 0)) {
      return least;
    }
    return walk(at, first, least, Math.min(remaining, Codes.MAX_MATCH));
  }

  private int walk(int at, int first, int least, int maxLength) {
    int oldest = at - base - WINDOW_BYTES;
    int nice = Math.min(effort.nice(), maxLength);
    int best = least;
    int index = first;
    for (int left = effort.chain(); left > 0; left--) {
      int place = base + index;
      if (bytes[place + best] == bytes[at + best]) {
        int length = Window.common(bytes, place, at, maxLength);
        if (length > best && (length > MIN_MATCH || at - place <= TOO_FAR)) {
          best = length;
          foundDistance = at - place;
          if (length >= nice) {
            break;
          }
        }
      }
      if (index == oldest) {
        break;
      }
      index = previous[index & INDEX_MASK] - 1;
      if (index < Math.max(oldest, 0)) {
        break;
      }
    }
    return best;
  }

  private void insert(int at) {
    int hash = ((int) INT.get(bytes, at) * HASH_FACTOR) >>> HASH_SHIFT;
    int index = at - base;
    previous[index & INDEX_MASK] = head[hash];
    head[hash] = (char) (index + 1);
    inserted = at + 1;
  }

  private void moveBuffer() {
    move(head);
    move(previous);
    base += WINDOW_BYTES;
  }

  private static void move(char[] places) {
    for (int i = 0; i < places.length; i++) {
      places[i] = (char) Math.max(places[i] - WINDOW_BYTES, 0);
    }
  }

  @Override
  public void accept(int token, boolean isAsPredicted) {
    if (!isAsPredicted) {
      carriedLength = 0;
    }
    if (Token.isMatch(token)) {
      carriedLength = 0;
      insertWithin(Token.length(token));
    }
  }

  private void insertWithin(int length) {
    if (!isLazy && length > effort.lazy()) {
      return;
    }
    int position = window.position();
    int end = Math.min(position + length, window.limit() - MIN_MATCH + 1);
    for (int i = Math.max(inserted, position + 1); i < end; i++) {
      insert(i);
    }
  }
}
