package dev.sluice.formats.executable;

/// Fields that were predicted and not yet learned from, in the order of the new bytes.
final class Pending {
  /// A step holds at most one field in four bytes, and a few may reach into the next.
  private static final int CAPACITY = Predictor.STEP / 2;

  private final Entry[] entries = new Entry[CAPACITY];
  private int size;
  private int firstOfCopy;
  private int firstOpen;

  /// One field. Mutable and used again and again.
  static final class Entry {
    long position;
    Kind kind = Kind.CALL;
    int range;
    long target;
    long origin;
    long mapped;
    long known;
    long old;
    long value;
    long actual;
    int mark;
    boolean isWritten;
  }

  Pending() {
    for (int i = 0; i < CAPACITY; i++) {
      entries[i] = new Entry();
    }
  }

  void startCopy() {
    firstOfCopy = size;
    firstOpen = size;
  }

  /// A new entry at the end, to be filled in.
  Entry add(long position) {
    if (size == CAPACITY) {
      throw new IllegalStateException("more fields than a step can hold");
    }
    var entry = entries[size];
    size++;
    entry.position = position;
    entry.actual = 0;
    return entry;
  }

  boolean isPredicted(long position) {
    for (int i = size - 1; i >= firstOfCopy && entries[i].position >= position; i--) {
      if (entries[i].position == position) {
        return true;
      }
    }
    return false;
  }

  /// Writes the parts of the open fields that lie in `[from, to)`, which starts at `offset`.
  void write(byte[] bytes, byte[] marks, int offset, long from, long to) {
    for (int field = firstOpen; field < size; field++) {
      var entry = entries[field];
      if (!entry.isWritten) {
        continue;
      }
      int shift = offset - (int) (from - entry.position);
      int end = (int) Math.min(entry.kind.width(), to - entry.position);
      for (int i = (int) Math.max(0, from - entry.position); i < end; i++) {
        bytes[shift + i] = (byte) (entry.value >>> (Byte.SIZE * i));
        marks[shift + i] = (byte) (entry.mark | Math.min(i, 3) << 6);
      }
    }
  }

  /// Collects the actual bytes of the open fields, and closes those that are complete.
  void learn(byte[] actual, int offset, long from, long to) {
    for (int field = firstOpen; field < size; field++) {
      var entry = entries[field];
      int shift = offset - (int) (from - entry.position);
      int end = (int) Math.min(entry.kind.width(), to - entry.position);
      for (int i = (int) Math.max(0, from - entry.position); i < end; i++) {
        entry.actual |= (actual[shift + i] & 0xffL) << (Byte.SIZE * i);
      }
    }
    while (firstOpen < size
        && entries[firstOpen].position + entries[firstOpen].kind.width() <= to) {
      firstOpen++;
    }
  }

  int complete() {
    return firstOpen;
  }

  Entry entry(int index) {
    return entries[index];
  }

  /// Forgets the complete ones.
  void dropComplete() {
    int kept = size - firstOpen;
    for (int i = 0; i < kept; i++) {
      var entry = entries[i];
      entries[i] = entries[firstOpen + i];
      entries[firstOpen + i] = entry;
    }
    firstOfCopy = Math.max(0, firstOfCopy - firstOpen);
    firstOpen = 0;
    size = kept;
  }
}
