package dev.sluice.formats.deflate.token;

import java.util.Arrays;

/// Code lengths as zlib chooses them: Huffman's algorithm on a heap whose ties are broken by the
/// depth of the subtrees, then a repair of what is longer than allowed (zlib, `trees.c`).
///
/// Several sets of lengths are optimal for most counts; that it is this very one is the point.
public final class TreeBuilder implements CodeBuilder {
  private final int symbols;
  private final int maxBits;
  private final int[] counts;
  private final int[] depths;
  private final int[] parents;
  private final int[] lengths;
  private final int[] heap;
  private final int[] lengthCounts = new int[Codes.MAX_CODE_BITS + 1];
  private int heapSize;
  private int sortedFrom;
  private int lastSymbol;

  /// Builds codes of at most `maxBits` for an alphabet of `symbols`.
  public TreeBuilder(int symbols, int maxBits) {
    int nodes = 2 * symbols + 1;
    this.symbols = symbols;
    this.maxBits = maxBits;
    this.counts = new int[nodes];
    this.depths = new int[nodes];
    this.parents = new int[nodes];
    this.lengths = new int[nodes];
    this.heap = new int[nodes];
  }

  @Override
  public void build(int[] occurrences) {
    collect(occurrences);
    for (int i = heapSize / 2; i >= 1; i--) {
      sift(i);
    }
    join();
    int overlong = assign();
    if (overlong > 0) {
      shorten(overlong);
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

  private void collect(int[] occurrences) {
    heapSize = 0;
    lastSymbol = -1;
    Arrays.fill(lengths, 0);
    for (int i = 0; i < symbols; i++) {
      counts[i] = occurrences[i];
      depths[i] = 0;
      if (occurrences[i] > 0) {
        heap[++heapSize] = i;
        lastSymbol = i;
      }
    }
    while (heapSize < 2) {
      int forced = lastSymbol < 2 ? ++lastSymbol : 0;
      heap[++heapSize] = forced;
      counts[forced] = 1;
    }
  }

  /// Joins the two least subtrees until one is left; all of them stand sorted behind the heap.
  private void join() {
    sortedFrom = heap.length;
    int node = symbols;
    while (heapSize >= 2) {
      int least = heap[1];
      heap[1] = heap[heapSize--];
      sift(1);
      int next = heap[1];
      heap[--sortedFrom] = least;
      heap[--sortedFrom] = next;
      counts[node] = counts[least] + counts[next];
      depths[node] = Math.max(depths[least], depths[next]) + 1;
      parents[least] = node;
      parents[next] = node;
      heap[1] = node++;
      sift(1);
    }
    heap[--sortedFrom] = heap[1];
  }

  private void sift(int from) {
    int moved = heap[from];
    int at = from;
    for (int child = 2 * at; child <= heapSize; child = 2 * at) {
      if (child < heapSize && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (isBefore(moved, heap[child])) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }

  private boolean isBefore(int a, int b) {
    return counts[a] < counts[b] || (counts[a] == counts[b] && depths[a] <= depths[b]);
  }

  /// Gives every node its depth, at most the limit; how many were deeper is returned.
  private int assign() {
    Arrays.fill(lengthCounts, 0);
    lengths[heap[sortedFrom]] = 0;
    int overlong = 0;
    for (int i = sortedFrom + 1; i < heap.length; i++) {
      int node = heap[i];
      int bits = lengths[parents[node]] + 1;
      if (bits > maxBits) {
        bits = maxBits;
        overlong++;
      }
      lengths[node] = bits;
      if (node <= lastSymbol) {
        lengthCounts[bits]++;
      }
    }
    return overlong;
  }

  /// Moves leaves down the tree to make room, then hands the lengths out again, the longest to the
  /// rarest.
  private void shorten(int overlong) {
    for (int left = overlong; left > 0; left -= 2) {
      int bits = maxBits - 1;
      while (lengthCounts[bits] == 0) {
        bits--;
      }
      lengthCounts[bits]--;
      lengthCounts[bits + 1] += 2;
      lengthCounts[maxBits]--;
    }
    int at = heap.length;
    for (int bits = maxBits; bits > 0; bits--) {
      for (int left = lengthCounts[bits]; left > 0; ) {
        int node = heap[--at];
        if (node <= lastSymbol) {
          lengths[node] = bits;
          left--;
        }
      }
    }
  }
}
