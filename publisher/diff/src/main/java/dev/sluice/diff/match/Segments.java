package dev.sluice.diff.match;

/// The final part of an [Aligner]'s path: stretches of new that are copied in one alignment or
/// inserted, on their way into an edit script.
final class Segments {
  /// In place of an alignment: new's bytes are inserted.
  static final long INSERTED = Long.MIN_VALUE;

  private static final int RECENT = 6;

  private final EditScript script;
  private final long[] recent = new long[RECENT];

  private boolean isCopying;
  private long start;
  private long shift;
  private long pendingCopyStart;
  private long pendingCopyLength;
  private long pendingInsertLength;

  Segments(EditScript script) {
    this.script = script;
  }

  /// New begins here.
  void startAt(long at) {
    start = at;
  }

  /// The alignment of what was copied last; 0 at first.
  long shift() {
    return shift;
  }

  /// The alignments that were used lately, the last one first.
  long[] recent() {
    return recent;
  }

  /// From here on new is made in another alignment, or [#INSERTED].
  void begin(long at, long next) {
    boolean isCopy = next != INSERTED;
    if (at != start) {
      if (isCopy == isCopying && (!isCopy || next == shift)) {
        return;
      }
      end(at);
      start = at;
    }
    isCopying = isCopy;
    shift = isCopy ? next : shift;
    remember();
  }

  private void remember() {
    if (!isCopying || recent[0] == shift) {
      return;
    }
    int from = 0;
    while (from < RECENT - 1 && recent[from] != shift) {
      from++;
    }
    System.arraycopy(recent, 0, recent, 1, from);
    recent[0] = shift;
  }

  private void end(long at) {
    long length = at - start;
    if (!isCopying) {
      pendingInsertLength += length;
      return;
    }
    if (length > 0) {
      flush();
      pendingCopyStart = start + shift;
      pendingCopyLength = length;
    }
  }

  private void flush() {
    script.add(pendingCopyStart, pendingCopyLength, pendingInsertLength);
    pendingCopyStart = 0;
    pendingCopyLength = 0;
    pendingInsertLength = 0;
  }

  /// New ends here.
  void endAt(long at) {
    end(at);
    flush();
  }
}
