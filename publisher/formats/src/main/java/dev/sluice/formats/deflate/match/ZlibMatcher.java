package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.encoder.Strategy;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The search of zlib and what descends from it: chains of places with the same hash (zlib,
/// `deflate.c`).
final class ZlibMatcher implements Matcher {
  private static final int NO_MATCH = 2;
  private static final int TOO_FAR = 4096;
  private static final int FILTERED_LENGTH = 5;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final Window window;
  private final byte[] bytes;
  private final Profile profile;
  private final boolean isLazy;
  private final Hasher hasher;
  private final int[] head;
  private final int[] previous;
  private final int windowMask;
  private final int maxDistance;
  private int barrier;
  private int inserted;
  private boolean isSegmentNew = true;
  private int carriedLength;
  private int carriedStart;
  private int foundStart;

  ZlibMatcher(Profile profile, Window window) {
    this.window = window;
    this.bytes = window.bytes();
    this.profile = profile;
    isLazy = profile.isLazy();
    hasher = new Hasher(profile.family(), profile.hashBits());
    head = new int[1 << profile.hashBits()];
    previous = new int[1 << profile.windowBits()];
    windowMask = previous.length - 1;
    maxDistance = previous.length - Predictor.RESERVED_BYTES;
  }

  /// The chains hold places, so they move along; what is moved out is 0, which no chain leads to.
  @Override
  public void slide(int moved) {
    slide(head, moved);
    slide(previous, moved);
    inserted -= moved;
    carriedStart -= moved;
    barrier = Math.max(barrier - moved, 0);
  }

  private static void slide(int[] places, int moved) {
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(places[i] - moved, 0);
    }
  }

  @Override
  public void beginSegment(boolean isFresh) {
    isSegmentNew = true;
    carriedLength = 0;
    if (isFresh) {
      Arrays.fill(head, 0);
      barrier = window.position();
      inserted = window.position();
    }
  }

  @Override
  public int predict() {
    if (isSegmentNew) {
      insertPending();
      isSegmentNew = false;
    }
    return isLazy ? predictLazy() : predictGreedy();
  }

  /// The last two bytes of a segment could not be hashed before the next one came.
  private void insertPending() {
    int position = window.position();
    int last = window.limit() - Codes.MIN_MATCH;
    for (int i = Math.max(position - 2, barrier); i < position && i <= last; i++) {
      insert(i);
    }
  }

  private int predictGreedy() {
    int position = window.position();
    int length = search(position, NO_MATCH);
    return length < Codes.MIN_MATCH ? window.literal() : Token.match(length, position - foundStart);
  }

  private int predictLazy() {
    int position = window.position();
    int length = carriedLength;
    int start = carriedStart;
    if (length == 0) {
      length = usable(search(position, NO_MATCH), position);
      start = foundStart;
    }
    carriedLength = 0;
    if (length < Codes.MIN_MATCH) {
      return window.literal();
    }
    int next = position + 1;
    int better = usable(search(next, length), next);
    if (better > length) {
      carriedLength = better;
      carriedStart = foundStart;
      return window.literal();
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

  /// Hashes the place `at`, unless that was done, and looks for the first match that is longer than
  /// `least` and longer than the others.
  ///
  /// @return its length, or `least`; [#foundStart] says where it is
  private int search(int at, int least) {
    int remaining = window.limit() - at;
    if (remaining < Codes.MIN_MATCH) {
      return least;
    }
    if (at >= inserted) {
      insert(at);
    }
    int first = previous[at & windowMask];
    if ((isLazy && least >= profile.effort().lazy())
        || first <= barrier
        || at - first > maxDistance
        || least >= remaining) {
      return least;
    }
    return walk(at, first, least, Math.min(remaining, Codes.MAX_MATCH));
  }

  private int walk(int at, int first, int least, int maxLength) {
    final byte[] bytes = this.bytes;
    final int[] chain = previous;
    final int mask = windowMask;
    final int limit = Math.max(at - maxDistance, barrier);
    final int nice = Math.min(profile.effort().nice(), maxLength);
    final short begin = (short) SHORT.get(bytes, at);
    int left = profile.effort().chain();
    if (least >= profile.effort().good()) {
      left >>= 2;
    }
    int best = least;
    short last = (short) SHORT.get(bytes, at + best - 1);
    int place = first;
    do {
      if ((short) SHORT.get(bytes, place + best - 1) == last
          && (short) SHORT.get(bytes, place) == begin) {
        int length = Window.common(bytes, place, at, maxLength);
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

  /// Puts a place at the head of its chain.
  private void insert(int at) {
    int hash = hasher.hash(bytes, at);
    previous[at & windowMask] = head[hash];
    head[hash] = at;
    inserted = at + 1;
  }

  @Override
  public void accept(int token, boolean isAsPredicted) {
    if (!isAsPredicted) {
      carriedLength = 0;
    }
    if (Token.isMatch(token)) {
      carriedLength = 0;
      insertUpTo(window.position() + Token.length(token));
    }
  }

  private void insertUpTo(int next) {
    int position = window.position();
    int last = window.limit() - Codes.MIN_MATCH;
    if (isLazy) {
      int bound = Math.min(next - 1, last);
      for (int i = Math.max(inserted, position + 1); i <= bound; i++) {
        insert(i);
      }
    } else if (next - position <= profile.effort().lazy() && next <= last) {
      for (int i = position + 1; i < next; i++) {
        insert(i);
      }
    }
  }
}
