package dev.sluice.formats.deflate.token;

import java.util.Arrays;

/// Code lengths as Go chooses them: the shortest codes of limited length, by package-merge (Go
/// 1.19, `compress/flate/huffman_code.go`; Larmore and Hirschberg, 1990).
///
/// Where a symbol and a package weigh the same, the package comes first; among symbols that occur
/// equally often, the later ones get the shorter codes. Go makes its levels as they are needed,
/// which comes to the same.
public final class PackageBuilder implements CodeBuilder {
  private final int maxBits;
  private final int[] lengths;

  // Occurrences above the symbol, so that they sort by both.
  private final long[] leaves;
  private final boolean[][] isLeaf;
  private int[] weights;
  private int[] weightsBelow;
  private int count;
  private int lastSymbol;

  /// Builds codes of at most `maxBits` for an alphabet of `symbols`.
  public PackageBuilder(int symbols, int maxBits) {
    this.maxBits = maxBits;
    lengths = new int[symbols];
    leaves = new long[symbols];
    isLeaf = new boolean[maxBits][2 * symbols];
    weights = new int[2 * symbols];
    weightsBelow = new int[2 * symbols];
  }

  @Override
  public void build(int[] occurrences) {
    collect(occurrences);
    if (count > 2) {
      Arrays.sort(leaves, 0, count);
      int levels = Math.min(maxBits, count - 1);
      merge(levels);
      assign(levels);
    }
  }

  private void collect(int[] occurrences) {
    count = 0;
    lastSymbol = -1;
    Arrays.fill(lengths, 0);
    for (int i = 0; i < lengths.length; i++) {
      if (occurrences[i] > 0) {
        leaves[count++] = (long) occurrences[i] << Integer.SIZE | i;
        lengths[i] = 1;
        lastSymbol = i;
      }
    }
  }

  /// Fills the levels, the longest codes first: each has all leaves and, in pairs, what the one
  /// below has.
  private void merge(int levels) {
    int below = 0;
    for (int level = 0; level < levels; level++) {
      below = mergeLevel(isLeaf[level], below / 2);
      var emptied = weightsBelow;
      weightsBelow = weights;
      weights = emptied;
    }
  }

  private int mergeLevel(boolean[] kinds, int packages) {
    int leaf = 0;
    for (int i = 0, pair = 0; i < count + packages; i++) {
      int packed =
          pair < packages ? weightsBelow[2 * pair] + weightsBelow[2 * pair + 1] : Integer.MAX_VALUE;
      kinds[i] = leaf < count && leaves[leaf] >>> Integer.SIZE < packed;
      weights[i] = kinds[i] ? (int) (leaves[leaf++] >>> Integer.SIZE) : packed;
      pair += kinds[i] ? 0 : 1;
    }
    return count + packages;
  }

  /// Takes what the topmost level needs, and so on below: each leaf taken makes its code longer by
  /// one.
  private void assign(int levels) {
    Arrays.fill(lengths, 0);
    int taken = 2 * count - 2;
    for (int level = levels - 1; level >= 0; level--) {
      int taking = 0;
      for (int i = 0; i < taken; i++) {
        if (isLeaf[level][i]) {
          lengths[(int) leaves[taking++]]++;
        }
      }
      taken = 2 * (taken - taking);
    }
  }

  @Override
  public int lastSymbol() {
    return lastSymbol;
  }

  @Override
  public int length(int symbol) {
    return lengths[symbol];
  }
}
