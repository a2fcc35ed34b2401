package dev.sluice.formats.executable;

import java.util.Arrays;
import java.util.stream.Stream;

/// How far addresses moved that no byte of the file stands for, guessed from those around them.
final class Neighbours {
  /// Our choice: 8 KiB a range, as many ranges as programs have in practice.
  private static final int BUCKETS = 1 << 11;

  private static final int FARTHEST = 256;
  private static final int MAX_RANGES = 4;
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private final Range[] ranges;
  private final int[][] shifts;

  Neighbours(ExecutableModel model) {
    var types = model.types();
    ranges =
        Stream.concat(
                types == null ? Stream.empty() : Stream.of(types.numbers()),
                model.ranges().stream().filter(range -> range.isLoaded() && !range.isStored()))
            .limit(MAX_RANGES)
            .toArray(Range[]::new);
    shifts = new int[ranges.length][BUCKETS];
    for (var row : shifts) {
      Arrays.fill(row, UNKNOWN);
    }
  }

  /// What `target` became if it moved as its nearest known neighbour did, else `otherwise`.
  long find(long target, long otherwise) {
    for (int i = 0; i < ranges.length; i++) {
      if (ranges[i].holdsAddress(target)) {
        int shift = nearest(shifts[i], bucket(ranges[i], target));
        return shift == UNKNOWN ? otherwise : target + shift;
      }
    }
    return otherwise;
  }

  private static int nearest(int[] row, int bucket) {
    for (int distance = 0; distance < FARTHEST; distance++) {
      if (bucket - distance >= 0 && row[bucket - distance] != UNKNOWN) {
        return row[bucket - distance];
      }
      if (bucket + distance < BUCKETS && row[bucket + distance] != UNKNOWN) {
        return row[bucket + distance];
      }
    }
    return UNKNOWN;
  }

  private static int bucket(Range range, long target) {
    return (int) ((target - range.address()) * BUCKETS / range.length());
  }

  /// Notes what `target` became.
  void put(long target, long actual) {
    long shift = actual - target;
    for (int i = 0; i < ranges.length; i++) {
      if (ranges[i].holdsAddress(target) && shift == (int) shift) {
        shifts[i][bucket(ranges[i], target)] = (int) shift;
      }
    }
  }
}
