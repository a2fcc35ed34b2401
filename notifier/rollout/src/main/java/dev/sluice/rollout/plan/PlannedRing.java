package dev.sluice.rollout.plan;

import dev.sluice.events.rings.Admission.Draw;
import dev.sluice.rollout.count.Passages;
import java.util.Arrays;

/// The devices of one ring in the order in which growing shares admit them: some twenty bytes each,
/// so that a share admits a first part of them.
final class PlannedRing {
  private static final int INDEX_BITS = 20;
  private static final int SHARE_BITS = Long.SIZE - 1 - INDEX_BITS;
  private static final int SMALLEST = 64;

  private long[] shares = new long[SMALLEST];
  private long[] places = new long[SMALLEST];
  private int[] sources = new int[SMALLEST];
  private int size;
  private long heldBack;
  private long off;
  private Passages passages = Passages.NONE;

  /// Devices that pass through floor releases.
  void pass(Passages more) {
    passages = passages.plus(more);
  }

  /// How many devices pass through which floor releases.
  Passages passages() {
    return passages;
  }

  /// A device that no wave admits.
  void holdBack() {
    heldBack++;
  }

  /// @param source what it pulls from where, or [PlannedFleet#OFF]
  void add(Draw draw, int source) {
    if (size == shares.length) {
      int next = size + size / 2;
      shares = Arrays.copyOf(shares, next);
      places = Arrays.copyOf(places, next);
      sources = Arrays.copyOf(sources, next);
    }
    shares[size] = draw.share();
    places[size] = draw.place();
    sources[size] = source;
    size++;
    if (source == PlannedFleet.OFF) {
      off++;
    }
  }

  /// Puts the devices into their order; their first bits decide, which are enough for millions.
  void sort() {
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = (shares[i] >>> (Long.SIZE - SHARE_BITS) << INDEX_BITS) | i;
    }
    Arrays.sort(order);
    long[] sortedShares = new long[size];
    long[] sortedPlaces = new long[size];
    int[] sortedSources = new int[size];
    for (int i = 0; i < size; i++) {
      int from = (int) (order[i] & ((1L << INDEX_BITS) - 1));
      sortedShares[i] = shares[from];
      sortedPlaces[i] = places[from];
      sortedSources[i] = sources[from];
    }
    shares = sortedShares;
    places = sortedPlaces;
    sources = sortedSources;
  }

  /// How many of the first devices a share admits.
  int admitted(long sharePpm) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (draw(middle).isAdmitted(sharePpm)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Draw draw(int device) {
    return new Draw(shares[device], places[device]);
  }

  int source(int device) {
    return sources[device];
  }

  /// All members, also those that no wave admits.
  long devices() {
    return size + heldBack;
  }

  int size() {
    return size;
  }

  long off() {
    return off;
  }
}
