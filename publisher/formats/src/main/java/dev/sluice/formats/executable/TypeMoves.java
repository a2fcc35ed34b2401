package dev.sluice.formats.executable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What numbers the types of a kernel have in new.
///
/// New counts its types from the first on. How many each copy brings follows from old, so that the
/// edit script tells where the count stands; what it cannot tell, because of inserted bytes, stands
/// in a list of jumps: for each, after how many copies, and how far.
final class TypeMoves {
  /// Our choice, 512 KiB while it is built; copies beyond are not counted.
  private static final int MAX_COPIES = 1 << 15;

  private final TypeTable old;
  private final @Nullable TypeTable neu;
  private final Numbers jumps;
  private final ByteArrayOutputStream found = new ByteArrayOutputStream();

  /// First old number in the upper half, first new one in the lower.
  private long[] copies = new long[1024];

  private int size;
  private int next = 1;
  private int copiesToJump;

  private TypeMoves(TypeTable old, @Nullable TypeTable neu, byte[] jumps) {
    this.old = old;
    this.neu = neu;
    this.jumps = new Numbers(jumps);
    copiesToJump = neu == null ? nextJump() : 0;
  }

  /// For the side that has new, and makes the list of jumps.
  static TypeMoves comparing(TypeTable old, TypeTable neu) {
    return new TypeMoves(old, neu, new byte[0]);
  }

  /// For the side that has the list of jumps.
  static TypeMoves following(TypeTable old, byte[] jumps) {
    return new TypeMoves(old, null, jumps);
  }

  private int nextJump() {
    return jumps.isAtEnd() ? Integer.MAX_VALUE : (int) jumps.next();
  }

  /// Adds a copy, in the order of new; positions count from the starts of the executables.
  void add(long from, long to, long length) throws IOException {
    int first = old.firstFrom(from);
    int end = old.firstFrom(from + length);
    if (first >= end || size == MAX_COPIES) {
      return;
    }
    jump(old.position(first) - from + to);
    if (size == copies.length) {
      copies = Arrays.copyOf(copies, 2 * size);
    }
    copies[size] = ((long) first << Integer.SIZE) | (next & 0xffffffffL);
    size++;
    next += end - first;
  }

  private void jump(long position) throws IOException {
    if (neu == null) {
      if (copiesToJump == 0) {
        next += (int) jumps.next();
        copiesToJump = nextJump();
      }
      copiesToJump--;
      return;
    }
    int actual = neu.firstFrom(position);
    if (actual != next && neu.position(actual) == position) {
      Numbers.put(found, copiesToJump);
      Numbers.put(found, actual - next);
      next = actual;
      copiesToJump = 0;
    }
    copiesToJump++;
  }

  /// The list of jumps that was made.
  byte[] jumps() {
    return found.toByteArray();
  }

  void sort() {
    Arrays.sort(copies, 0, size);
  }

  /// The number that `number` has in new, as far as the copies tell.
  int find(int number) {
    int index = Arrays.binarySearch(copies, 0, size, ((long) number << Integer.SIZE) | 0xffffffffL);
    int last = index >= 0 ? index : -index - 2;
    return last < 0 ? number : number - (int) (copies[last] >> Integer.SIZE) + (int) copies[last];
  }
}
