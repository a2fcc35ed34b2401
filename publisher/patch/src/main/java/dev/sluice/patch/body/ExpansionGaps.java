package dev.sluice.patch.body;

import dev.sluice.patch.view.Expansion;
import java.util.List;

/// The distances between the expansions of a layout, which those between its frames follow.
final class ExpansionGaps {
  /// How many files may have gone at once before another distance tells where frames are.
  private static final int AHEAD = 16;

  private final long[] gaps;
  private final int[] lengthClasses;
  private int next;
  private boolean wasRight = true;

  ExpansionGaps(List<Expansion> expansions) {
    gaps = new long[expansions.size()];
    lengthClasses = new int[gaps.length];
    long end = 0;
    for (int i = 0; i < gaps.length; i++) {
      var expansion = expansions.get(i);
      gaps[i] = expansion.start() - end;
      lengthClasses[i] = Long.SIZE - Long.numberOfLeadingZeros(expansion.compressedBytes());
      end = expansion.start() + expansion.compressedBytes();
    }
  }

  /// What the next frame's distance may be.
  long expected() {
    return next < gaps.length ? gaps[next] : 0;
  }

  /// Bits of the length of the expansion that the next frame may have come from, 0 for none.
  int lengthClass() {
    return next < gaps.length ? lengthClasses[next] : 0;
  }

  /// Whether the last frame's distance was as expected.
  boolean wasRight() {
    return wasRight;
  }

  /// Goes on behind a frame.
  void follow(long gap, boolean isExpected) {
    wasRight = isExpected;
    if (isExpected) {
      next++;
      return;
    }
    for (int ahead = 1; ahead <= AHEAD && next + ahead < gaps.length; ahead++) {
      if (gaps[next + ahead] == gap) {
        next += ahead + 1;
        return;
      }
    }
  }
}
