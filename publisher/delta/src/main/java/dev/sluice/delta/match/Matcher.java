package dev.sluice.delta.match;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Makes the [EditScript] that leads from old bytes to new ones.
///
/// Old is indexed as a whole when its suffix array fits the memory. Otherwise new is cut into
/// pieces, and each is matched against a window of old around the place where the piece before it
/// ended: what moved farther than half a window is then not found again.
public final class Matcher {
  private static final long MAX_WINDOW = Integer.MAX_VALUE - 8L;
  private static final long MIN_WINDOW = 1 << 16;

  private Matcher() {}

  /// Compares the two.
  ///
  /// @param old native, so that reading it is fast
  /// @param neu native
  /// @param maxMemoryBytes bound of what is allocated off the heap
  /// @param minGain a match that leads elsewhere must be longer by more than this many bytes than
  ///     what
  ///     goes on in place
  public static EditScript match(
      MemorySegment old, MemorySegment neu, long maxMemoryBytes, long minGain) {
    var script = new EditScript();
    long windowLength =
        Math.clamp(maxMemoryBytes / SuffixIndex.BYTES_PER_BYTE, MIN_WINDOW, MAX_WINDOW);
    if (old.byteSize() == 0) {
      script.add(0, 0, neu.byteSize());
    } else if (old.byteSize() <= windowLength) {
      matchPiece(new Scan(old, neu, script, minGain), 0, old.byteSize(), neu.byteSize());
    } else {
      matchPieces(new Scan(old, neu, script, minGain), windowLength);
    }
    return script;
  }

  private static void matchPieces(Scan scan, long windowLength) {
    long oldLength = scan.old().byteSize();
    long newLength = scan.neu().byteSize();
    long pieceLength = windowLength / 2;
    for (long start = 0; start < newLength; start += pieceLength) {
      long end = Math.min(newLength, start + pieceLength);
      long centre = scan.expectedPosition() + (end - start) / 2;
      long from = Math.clamp(centre - windowLength / 2, 0, oldLength - windowLength);
      matchPiece(scan, from, from + windowLength, end);
    }
  }

  private static void matchPiece(Scan scan, long from, long to, long newEnd) {
    try (var arena = Arena.ofConfined()) {
      var index = new SuffixIndex(scan.old().asSlice(from, to - from), arena);
      scan.advanceTo(newEnd, index, from);
    }
  }
}
