package dev.sluice.fleet.device;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Which device is to do something when: a heap of time and number in 64 bits each, eight bytes an
/// entry. Each device is in it once at most, by its owner's care.
final class Agenda {
  private static final int DEVICE_BITS = 20;
  private static final int SMALLEST = 64;

  private long[] heap = new long[SMALLEST];
  private int size;

  /// @param at in the years 1970 to 2200
  void put(int device, Instant at) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size + size / 2);
    }
    long entry = (at.toEpochMilli() << DEVICE_BITS) | device;
    int place = size++;
    while (place > 0 && heap[(place - 1) / 2] > entry) {
      heap[place] = heap[(place - 1) / 2];
      place = (place - 1) / 2;
    }
    heap[place] = entry;
  }

  /// When the first is due, to the millisecond.
  Optional<Instant> firstAt() {
    return size == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(heap[0] >> DEVICE_BITS));
  }

  /// Takes out the device that is due first; there has to be one.
  int take() {
    int device = (int) (heap[0] & ((1L << DEVICE_BITS) - 1));
    long entry = heap[--size];
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= entry) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = entry;
    return device;
  }

  int size() {
    return size;
  }
}
