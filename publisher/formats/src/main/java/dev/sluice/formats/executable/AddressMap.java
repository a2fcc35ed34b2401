package dev.sluice.formats.executable;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the bytes of an old executable stand in the new one, as the copies of an edit script say.
///
/// Each old position has one answer. Where several copies cover it, the longest of them wins; where
/// none does, the nearest copy before it does. Copies that agree with their neighbours are merged.
public final class AddressMap {
  /// Our choice, 512 KiB: what an executable needs by far; the shortest copies give way.
  private static final int MAX_COPIES = 1 << 15;

  private final int[] starts;
  private final int[] shifts;
  private final int size;
  private final @Nullable TypeMoves types;

  private AddressMap(int[] starts, int[] shifts, int size, @Nullable TypeMoves types) {
    this.starts = starts;
    this.shifts = shifts;
    this.size = size;
    this.types = types;
  }

  /// How far the byte at `offset` moved, from the start of either executable.
  long shift(long offset) {
    int index = Arrays.binarySearch(starts, 0, size, (int) offset);
    int last = index >= 0 ? index : -index - 2;
    return size == 0 ? 0 : shifts[Math.max(last, 0)];
  }

  /// What the address of a type became; itself where nothing is known of types.
  long type(long address) {
    return types == null
        ? address
        : TypeTable.FIRST + types.find((int) (address - TypeTable.FIRST));
  }

  /// Collects copies, in the order of new, and keeps a bounded number of them.
  public static final class Builder {
    private final long oldStart;
    private final long oldLength;
    private final @Nullable TypeMoves types;

    /// Start in the upper half, length in the lower one, so that sorting them sorts copies.
    private long[] copies = new long[1024];

    private int[] shifts = new int[1024];
    private int size;
    private long shortest = 1;

    /// For the side that has both executables.
    public static Builder comparing(ExecutableModel old, ExecutableModel neu) {
      var types = old.types();
      var newTypes = neu.types();
      return new Builder(
          old.start(),
          old.lengthBytes(),
          types == null || newTypes == null ? null : TypeMoves.comparing(types, newTypes));
    }

    /// For the side that makes new.
    ///
    /// @param hints what [#hints] gave on the other side
    /// @throws IllegalArgumentException if it did not
    public static Builder following(ExecutableModel old, byte[] hints) {
      var types = old.types();
      return new Builder(
          old.start(),
          old.lengthBytes(),
          types == null || hints.length == 0 ? null : TypeMoves.following(types, hints));
    }

    Builder(long oldStart, long oldLength, @Nullable TypeMoves types) {
      this.types = types;
      this.oldStart = oldStart;
      this.oldLength = oldLength;
    }

    /// Adds a copy, of which only the part within the old executable counts.
    ///
    /// @param from in the old address space
    /// @param to counted from the start of the new executable
    /// @throws IOException if old cannot be read
    /// @throws IllegalArgumentException if the hints are not those of this edit script
    @CanIgnoreReturnValue
    public Builder add(long from, long to, long length) throws IOException {
      if (types != null) {
        types.add(from - oldStart, to, length);
      }
      long start = Math.max(from - oldStart, 0);
      long end = Math.min(from - oldStart + length, oldLength);
      long shift = to - (from - oldStart);
      if (end - start < shortest || shift != (int) shift || end > Integer.MAX_VALUE) {
        return this;
      }
      if (size == copies.length) {
        makeRoom();
      }
      copies[size] = start << 32 | (end - start);
      shifts[size] = (int) shift;
      size++;
      return this;
    }

    private void makeRoom() {
      if (size < MAX_COPIES) {
        copies = Arrays.copyOf(copies, 2 * size);
        shifts = Arrays.copyOf(shifts, 2 * size);
        return;
      }
      while (size > MAX_COPIES / 2) {
        shortest *= 2;
        int kept = 0;
        for (int i = 0; i < size; i++) {
          if ((int) copies[i] >= shortest) {
            copies[kept] = copies[i];
            shifts[kept] = shifts[i];
            kept++;
          }
        }
        size = kept;
      }
    }

    /// What the other side needs to know besides the edit script; empty where that is nothing.
    public byte[] hints() {
      return types == null ? new byte[0] : types.jumps();
    }

    /// The map of what was added; adding more afterwards has no effect on it.
    public AddressMap build() {
      if (types != null) {
        types.sort();
      }
      sort();
      var starts = new int[size];
      var chosen = new int[size];
      int kept = 0;
      long reached = 0;
      long length = 0;
      for (int i = 0; i < size; i++) {
        long start = copies[i] >>> 32;
        long end = start + (int) copies[i];
        if (start < reached && (int) copies[i] <= length) {
          start = reached;
        }
        if (start >= end) {
          continue;
        }
        reached = Math.max(end, start < reached ? end : reached);
        length = (int) copies[i];
        if (kept > 0 && starts[kept - 1] == start) {
          kept--;
        }
        if (kept == 0 || chosen[kept - 1] != shifts[i]) {
          starts[kept] = (int) start;
          chosen[kept] = shifts[i];
          kept++;
        }
      }
      return new AddressMap(Arrays.copyOf(starts, kept), Arrays.copyOf(chosen, kept), kept, types);
    }

    /// Heap sort, since the two columns move together.
    private void sort() {
      for (int root = size / 2 - 1; root >= 0; root--) {
        sift(root, size);
      }
      for (int end = size - 1; end > 0; end--) {
        swap(0, end);
        sift(0, end);
      }
    }

    private void sift(int from, int end) {
      int root = from;
      for (int child = 2 * root + 1; child < end; child = 2 * root + 1) {
        if (child + 1 < end && isBefore(child, child + 1)) {
          child++;
        }
        if (!isBefore(root, child)) {
          return;
        }
        swap(root, child);
        root = child;
      }
    }

    private boolean isBefore(int left, int right) {
      return copies[left] < copies[right]
          || (copies[left] == copies[right] && shifts[left] < shifts[right]);
    }

    private void swap(int left, int right) {
      long copy = copies[left];
      copies[left] = copies[right];
      copies[right] = copy;
      int shift = shifts[left];
      shifts[left] = shifts[right];
      shifts[right] = shift;
    }
  }
}
