package dev.sluice.formats.classfile.pool;

/// A longest rising subsequence (Craige Schensted, 1961).
final class RisingSequence {
  private RisingSequence() {}

  /// Which numbers belong to it.
  static boolean[] of(int[] numbers) {
    var tails = new int[numbers.length];
    var before = new int[numbers.length];
    int length = 0;
    for (int i = 0; i < numbers.length; i++) {
      int at = firstNotBelow(numbers, tails, length, numbers[i]);
      before[i] = at > 0 ? tails[at - 1] : -1;
      tails[at] = i;
      length = Math.max(length, at + 1);
    }
    var isIn = new boolean[numbers.length];
    for (int i = length > 0 ? tails[length - 1] : -1; i >= 0; i = before[i]) {
      isIn[i] = true;
    }
    return isIn;
  }

  private static int firstNotBelow(int[] numbers, int[] tails, int length, int number) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers[tails[middle]] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
