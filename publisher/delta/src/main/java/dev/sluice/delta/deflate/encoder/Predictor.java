package dev.sluice.delta.deflate.encoder;

import dev.sluice.delta.deflate.token.Codes;
import dev.sluice.delta.deflate.token.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Says what an encoder of zlib's family would do next, whatever the stream has done so far.
///
/// It holds the contents around the current position and the encoder's hash chains (zlib,
/// `deflate.c`). The caller appends contents, asks for the next token with [#predict], and tells
/// with
/// [#accept] which one it was. A token may be predicted once [#LOOKAHEAD] bytes, or all bytes up to
/// the end of the segment, have been appended.
public final class Predictor {
  /// Bytes ahead of the position that a prediction looks at, at most.
  public static final int LOOKAHEAD = 272;

  /// Heap that a predictor takes at most, in bytes.
  public static final int MEMORY_BYTES = 524 << 10;

  private static final int KEPT_BYTES = 1 << 16;
  private static final int WINDOW_BYTES = 1 << 17;
  private static final int SLACK_BYTES = 8;
  private static final int NO_END = Integer.MAX_VALUE;
  private static final int NO_MATCH = 2;
  private static final int TOO_FAR = 4096;
  private static final int FILTERED_LENGTH = 5;

  /// What zlib keeps of a window for what lies ahead, so that matches do not reach that far back.
  public static final int RESERVED_BYTES = Codes.MAX_MATCH + Codes.MIN_MATCH + 1;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] window = new byte[WINDOW_BYTES + SLACK_BYTES];
  private final Profile profile;
  private final boolean isLazy;
  private final Hasher hasher;
  private final int[] head;
  private final int[] previous;
  private final int windowMask;
  private final int maxDistance;
  private int position;
  private int end;
  private int segmentEnd = NO_END;
  private int barrier;
  private int inserted;
  private long dropped;
  private boolean isSegmentNew = true;
  private int predicted;
  private int carriedLength;
  private int carriedStart;
  private int foundStart;

  /// Begins a stream.
  public Predictor(Profile profile) {
    this.profile = profile;
    isLazy = profile.isLazy();
    hasher = new Hasher(profile.family(), profile.hashBits());
    head = new int[1 << profile.hashBits()];
    previous = new int[1 << profile.windowBits()];
    windowMask = previous.length - 1;
    maxDistance = previous.length - RESERVED_BYTES;
  }

  /// Where the next token begins, in bytes of the contents.
  public long position() {
    return dropped + position;
  }

  /// Bytes appended.
  public long end() {
    return dropped + end;
  }

  /// Whether a token can be predicted; `isComplete` if nothing more will be appended.
  public boolean isReady(boolean isComplete) {
    return position < Math.min(end, segmentEnd)
        && (isComplete || Math.min(end, segmentEnd) == segmentEnd || end - position >= LOOKAHEAD);
  }

  /// Appends as many of `count` bytes as there is room for, and returns how many.
  public int append(byte[] bytes, int offset, int count) {
    if (end == WINDOW_BYTES) {
      slide();
    }
    int taken = Math.min(count, WINDOW_BYTES - end);
    System.arraycopy(bytes, offset, window, end, taken);
    end += taken;
    return taken;
  }

  /// Appends what a token stands for; false if its distance reaches before the contents.
  public boolean append(int token) {
    if (end > WINDOW_BYTES - Codes.MAX_MATCH) {
      slide();
    }
    if (!Token.isMatch(token)) {
      window[end++] = (byte) token;
      return true;
    }
    int from = end - Token.distance(token);
    if (from < 0) {
      return false;
    }
    int target = end + Token.length(token);
    while (end < target) {
      window[end++] = window[from++];
    }
    return true;
  }

  /// Makes room. The chains hold places in the window, so they move along; what is moved out is 0,
  /// which no chain leads to.
  private void slide() {
    int moved = (position - KEPT_BYTES) & -Codes.MAX_DISTANCE;
    if (moved <= 0) {
      throw new IllegalStateException("contents must be used before more are appended");
    }
    System.arraycopy(window, moved, window, 0, end - moved);
    slide(head, moved);
    slide(previous, moved);
    position -= moved;
    end -= moved;
    inserted -= moved;
    carriedStart -= moved;
    barrier = Math.max(barrier - moved, 0);
    segmentEnd = segmentEnd == NO_END ? NO_END : segmentEnd - moved;
    dropped += moved;
  }

  private static void slide(int[] places, int moved) {
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(places[i] - moved, 0);
    }
  }

  /// Says where the current segment ends; an encoder does not look beyond.
  public void limitSegment(long segmentEndPosition) {
    long local = segmentEndPosition - dropped;
    segmentEnd = local > NO_END / 2 ? NO_END : (int) local;
  }

  /// Begins the next segment, whose end is not known.
  ///
  /// @param isFresh whether the encoder forgets what came before
  public void beginSegment(boolean isFresh) {
    segmentEnd = NO_END;
    isSegmentNew = true;
    carriedLength = 0;
    if (isFresh) {
      Arrays.fill(head, 0);
      barrier = position;
      inserted = position;
    }
  }

  /// Bytes up to the end of the segment, as far as they have been appended.
  public int remaining() {
    return Math.min(end, segmentEnd) - position;
  }

  /// Whether `distance` leads to contents that are held.
  public boolean isReachable(long distance) {
    return distance > 0 && distance <= Math.min(position, Codes.MAX_DISTANCE);
  }

  /// Contents before the position.
  public byte[] window() {
    return window;
  }

  /// Where in [#window] the position is.
  public int windowPosition() {
    return position;
  }

  /// The literal at the position.
  public int literal() {
    return window[position] & 0xff;
  }

  /// What the encoder would do at the position.
  public int predict() {
    if (isSegmentNew) {
      insertPending();
      isSegmentNew = false;
    }
    predicted =
        switch (profile.strategy()) {
          case HUFFMAN_ONLY -> literal();
          case RUN_LENGTHS -> predictRun();
          case DEFAULT, FILTERED, FIXED -> {
            if (isLazy) {
              yield predictLazy();
            }
            yield profile.isStored() ? literal() : predictGreedy();
          }
        };
    return predicted;
  }

  /// The last two bytes of a segment could not be hashed before the next one came.
  private void insertPending() {
    int last = Math.min(end, segmentEnd) - Codes.MIN_MATCH;
    for (int i = Math.max(position - 2, barrier); i < position && i <= last; i++) {
      insert(i);
    }
  }

  private int predictGreedy() {
    int length = search(position, NO_MATCH);
    return length < Codes.MIN_MATCH ? literal() : Token.match(length, position - foundStart);
  }

  private int predictLazy() {
    int length = carriedLength;
    int start = carriedStart;
    if (length == 0) {
      length = usable(search(position, NO_MATCH), position);
      start = foundStart;
    }
    carriedLength = 0;
    if (length < Codes.MIN_MATCH) {
      return literal();
    }
    int next = position + 1;
    int better = usable(search(next, length), next);
    if (better > length) {
      carriedLength = better;
      carriedStart = foundStart;
      return literal();
    }
    return Token.match(length, position - start);
  }

  private int usable(int length, int from) {
    boolean isDropped =
        length <= FILTERED_LENGTH
            && (profile.strategy() == Strategy.FILTERED
                || (length == Codes.MIN_MATCH && from - foundStart > TOO_FAR));
    return isDropped ? NO_MATCH : length;
  }

  private int predictRun() {
    int limit = Math.min(remaining(), Codes.MAX_MATCH);
    if (position == barrier || limit < Codes.MIN_MATCH) {
      return literal();
    }
    int length = 0;
    while (length < limit && window[position + length] == window[position - 1]) {
      length++;
    }
    return length < Codes.MIN_MATCH ? literal() : Token.match(length, 1);
  }

  /// Hashes the place `at`, unless that was done, and looks for the first match that is longer than
  /// `least` and longer than the others.
  ///
  /// @return its length, or `least`; [#foundStart] says where it is
  private int search(int at, int least) {
    int remaining = Math.min(end, segmentEnd) - at;
    if (remaining < Codes.MIN_MATCH) {
      return least;
    }
    if (at >= inserted) {
      insert(at);
    }
    int first = previous[at & windowMask];
    if ((isLazy && least >= profile.lazy())
        || first <= barrier
        || at - first > maxDistance
        || least >= remaining) {
      return least;
    }
    return walk(at, first, least, Math.min(remaining, Codes.MAX_MATCH));
  }

  private int walk(int at, int first, int least, int maxLength) {
    final byte[] bytes = window;
    final int[] chain = previous;
    final int mask = windowMask;
    final int limit = Math.max(at - maxDistance, barrier);
    final int nice = Math.min(profile.nice(), maxLength);
    final short begin = (short) SHORT.get(bytes, at);
    int left = least >= profile.good() ? profile.chain() >> 2 : profile.chain();
    int best = least;
    short last = (short) SHORT.get(bytes, at + best - 1);
    int place = first;
    do {
      if ((short) SHORT.get(bytes, place + best - 1) == last
          && (short) SHORT.get(bytes, place) == begin) {
        int length = common(bytes, place, at, maxLength);
        if (length > best) {
          best = length;
          foundStart = place;
          if (length >= nice) {
            break;
          }
          last = (short) SHORT.get(bytes, at + best - 1);
        }
      }
      place = chain[place & mask];
    } while (place > limit && --left != 0);
    return best;
  }

  private static int common(byte[] bytes, int a, int b, int maxLength) {
    int length = 0;
    while (length < maxLength) {
      long different = (long) LONG.get(bytes, a + length) ^ (long) LONG.get(bytes, b + length);
      if (different != 0) {
        length += Long.numberOfTrailingZeros(different) / Byte.SIZE;
        break;
      }
      length += Long.BYTES;
    }
    return Math.min(length, maxLength);
  }

  /// Puts a place at the head of its chain.
  private void insert(int at) {
    int hash = hasher.hash(window, at);
    previous[at & windowMask] = head[hash];
    head[hash] = at;
    inserted = at + 1;
  }

  /// Goes on behind a token, which need not be the one predicted.
  public void accept(int token) {
    if (token != predicted) {
      carriedLength = 0;
    }
    int next = position + Token.bytes(token);
    if (Token.isMatch(token)) {
      carriedLength = 0;
      insertUpTo(next);
    }
    position = next;
  }

  private void insertUpTo(int next) {
    if (profile.strategy() == Strategy.HUFFMAN_ONLY || profile.strategy() == Strategy.RUN_LENGTHS) {
      return;
    }
    int last = Math.min(end, segmentEnd) - Codes.MIN_MATCH;
    if (isLazy) {
      int bound = Math.min(next - 1, last);
      for (int i = Math.max(inserted, position + 1); i <= bound; i++) {
        insert(i);
      }
    } else if (!profile.isStored() && next - position <= profile.lazy() && next <= last) {
      for (int i = position + 1; i < next; i++) {
        insert(i);
      }
    }
  }
}
