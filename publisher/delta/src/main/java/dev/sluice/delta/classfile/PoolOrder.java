package dev.sluice.delta.classfile;

import dev.sluice.delta.wire.MalformedPatchException;

/// The order of a constant pool, told as what differs from the order that a compiler would have
/// chosen.
///
/// Coded as: 1 byte, the [PoolOrderKind]; for one that foretells nothing, the labels of all
/// entries. Otherwise what is wrong: how many entries are as foretold, then the label of the entry
/// that stands there instead, or [#DEFER] if the one foretold comes later, and so on; [#REST] at
/// the end.
final class PoolOrder {
  private static final int REST = 0;
  private static final int DEFER = 1;
  private static final int MIN_SHARE_RIGHT = 4;

  static int lastKind, lastWrong, lastSize;
  private final Constants constants;
  private final Uses uses;

  PoolOrder(Constants constants, Uses uses) {
    this.constants = constants;
    this.uses = uses;
  }

  /// Writes an order.
  ///
  /// @param order entries by their places
  void write(int[] order, ByteBuilder target) throws MalformedPatchException {
    var best = PoolOrderKind.LISTED;
    int mostRight = order.length - order.length / MIN_SHARE_RIGHT;
    boolean[] isRight = new boolean[0];
    int[] foretold = new int[0];
    for (var kind : PoolOrderKind.values()) {
      if (kind != PoolOrderKind.LISTED && mostRight < order.length) {
        int[] candidate = kind.foretell(constants, uses);
        boolean[] right = longestRising(ranks(order, candidate));
        int count = count(right);
        if (count > mostRight) {
          mostRight = count;
          best = kind;
          isRight = right;
          foretold = candidate;
        }
      }
    }
    lastKind = best.code(); lastWrong = best == PoolOrderKind.LISTED ? order.length : order.length - mostRight; lastSize = order.length;
    target.u1(best.code());
    if (best == PoolOrderKind.LISTED) {
      for (int entry : order) {
        target.u2(constants.label(entry));
      }
    } else {
      writeWrong(order, foretold, isRight, target);
    }
  }

  private static int[] ranks(int[] order, int[] foretold) {
    var rank = new int[order.length];
    for (int i = 0; i < foretold.length; i++) {
      rank[foretold[i]] = i;
    }
    var ranks = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ranks[i] = rank[order[i]];
    }
    return ranks;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  /// Which numbers belong to a longest rising subsequence.
  private static boolean[] longestRising(int[] numbers) {
    var tails = new int[numbers.length];
    var before = new int[numbers.length];
    int length = 0;
    for (int i = 0; i < numbers.length; i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (numbers[tails[middle]] < numbers[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low > 0 ? tails[low - 1] : -1;
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    var isIn = new boolean[numbers.length];
    for (int i = length > 0 ? tails[length - 1] : -1; i >= 0; i = before[i]) {
      isIn[i] = true;
    }
    return isIn;
  }

  private void writeWrong(int[] order, int[] foretold, boolean[] isRight, ByteBuilder target)
      throws MalformedPatchException {
    var isPlaced = new boolean[order.length];
    int cursor = 0;
    int run = 0;
    for (int i = 0; i < order.length; i++) {
      if (!isRight[i]) {
        target.number(run);
        target.u2(constants.label(order[i]));
        isPlaced[order[i]] = true;
        run = 0;
        continue;
      }
      while (foretold[cursor] != order[i]) {
        if (!isPlaced[foretold[cursor]]) {
          target.number(run);
          target.u1(DEFER);
          run = 0;
        }
        cursor++;
      }
      cursor++;
      run++;
    }
    target.number(0);
    target.u1(REST);
  }

  /// Reads an order.
  int[] read(ByteCursor source) throws MalformedPatchException {
    var kind = PoolOrderKind.of(source.u1());
    var order = new int[constants.size()];
    var isPlaced = new boolean[order.length];
    if (kind == PoolOrderKind.LISTED) {
      for (int i = 0; i < order.length; i++) {
        order[i] = place(source.u2(), isPlaced);
      }
      return order;
    }
    int[] foretold = kind.foretell(constants, uses);
    int placed = 0;
    int cursor = 0;
    while (true) {
      int run = source.number();
      for (int left = run; left > 0; left--) {
        cursor = skip(foretold, cursor, isPlaced);
        isPlaced[foretold[cursor]] = true;
        order[placed++] = foretold[cursor++];
      }
      int next = source.u1();
      if (next == REST) {
        return rest(order, placed, foretold, cursor, isPlaced);
      }
      if (next == DEFER) {
        cursor = skip(foretold, cursor, isPlaced) + 1;
      } else {
        if (placed == order.length) {
          throw Walk.corrupt("a pool of its size");
        }
        order[placed++] = place(next << Byte.SIZE | source.u1(), isPlaced);
      }
    }
  }

  private int place(int label, boolean[] isPlaced) throws MalformedPatchException {
    int entry = constants.find(label);
    if (entry < 0 || isPlaced[entry]) {
      throw Walk.corrupt("each entry once in the pool");
    }
    isPlaced[entry] = true;
    return entry;
  }

  private static int skip(int[] foretold, int from, boolean[] isPlaced)
      throws MalformedPatchException {
    int cursor = from;
    while (cursor < foretold.length && isPlaced[foretold[cursor]]) {
      cursor++;
    }
    if (cursor == foretold.length) {
      throw Walk.corrupt("a pool of its size");
    }
    return cursor;
  }

  private static int[] rest(
      int[] order, int placed, int[] foretold, int from, boolean[] isPlaced)
      throws MalformedPatchException {
    int count = placed;
    for (int cursor = from; cursor < foretold.length; cursor++) {
      if (!isPlaced[foretold[cursor]]) {
        order[count++] = foretold[cursor];
      }
    }
    if (count != order.length) {
      throw Walk.corrupt("each entry once in the pool");
    }
    return order;
  }

  static int[] indices(Constants constants, int[] order) {
    var indices = new int[order.length];
    int next = 1;
    for (int entry : order) {
      indices[entry] = next;
      next += Tag.isWide(constants.tag(entry)) ? 2 : 1;
    }
    return indices;
  }
}
