package dev.sluice.diff.match;

import java.util.Arrays;

/// How new bytes come out of old ones: a list of edits, in the order of the new bytes.
///
/// Edit `i` takes [#copyLength] bytes of old from [#copyStart], corrected byte by byte, and lets
/// [#insertLength] bytes follow that stand nowhere in old. Together the edits cover new exactly.
/// Kept in columns, since a large executable needs some hundred thousand of them.
public final class EditScript {
  private static final int INITIAL_CAPACITY = 1024;

  private long[] copyStarts = new long[INITIAL_CAPACITY];
  private long[] copyLengths = new long[INITIAL_CAPACITY];
  private long[] insertLengths = new long[INITIAL_CAPACITY];
  private int size;

  /// Appends an edit; one of no bytes is left out.
  public void add(long copyStart, long copyLength, long insertLength) {
    if (copyStart < 0 || copyLength < 0 || insertLength < 0) {
      throw new IllegalArgumentException(
          "an edit must not be negative: " + copyStart + "+" + copyLength + "+" + insertLength);
    }
    if (copyLength == 0 && insertLength == 0) {
      return;
    }
    if (size == copyStarts.length) {
      grow();
    }
    copyStarts[size] = copyStart;
    copyLengths[size] = copyLength;
    insertLengths[size] = insertLength;
    size++;
  }

  /// Appends edits; a copy that goes on where the last one ended becomes one with it.
  public void addAll(EditScript other) {
    for (int i = 0; i < other.size; i++) {
      boolean goesOn =
          i == 0
              && size > 0
              && insertLengths[size - 1] == 0
              && copyStarts[size - 1] + copyLengths[size - 1] == other.copyStarts[0];
      if (goesOn) {
        copyLengths[size - 1] += other.copyLengths[0];
        insertLengths[size - 1] = other.insertLengths[0];
      } else {
        add(other.copyStarts[i], other.copyLengths[i], other.insertLengths[i]);
      }
    }
  }

  private void grow() {
    int capacity = Math.multiplyExact(size, 2);
    copyStarts = Arrays.copyOf(copyStarts, capacity);
    copyLengths = Arrays.copyOf(copyLengths, capacity);
    insertLengths = Arrays.copyOf(insertLengths, capacity);
  }

  /// Bytes that all edits insert.
  public long insertedBytes() {
    return Arrays.stream(insertLengths, 0, size).sum();
  }

  /// Number of edits.
  public int size() {
    return size;
  }

  /// Where in old the edit starts to copy; without meaning when it copies nothing.
  public long copyStart(int edit) {
    return copyStarts[edit];
  }

  /// Bytes the edit copies from old and corrects.
  public long copyLength(int edit) {
    return copyLengths[edit];
  }

  /// Bytes the edit inserts after the copied ones.
  public long insertLength(int edit) {
    return insertLengths[edit];
  }
}
