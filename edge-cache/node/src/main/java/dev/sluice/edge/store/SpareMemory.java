package dev.sluice.edge.store;

import java.util.Optional;

/// Room for a few slices while the disk takes none, so that a node with a full disk still gives its
/// clients what upstream has.
///
/// Its limit covers slices that arrive, those that are here, and those that a slow client still
/// reads. Safe for use by all threads.
final class SpareMemory {
  /// Several slices of common length, and an eighth of a small heap.
  private static final long MAX_BYTES = 32L << 20;

  private static final int PART_OF_HEAP = 8;

  private final long limitBytes;

  // guarded by this
  private long usedBytes;

  /// @param limitBytes most bytes at a time
  SpareMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// As much as this process can spare.
  static SpareMemory ofProcess() {
    return new SpareMemory(Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
  }

  long limitBytes() {
    return limitBytes;
  }

  /// Room for a slice; empty if there is none at present. Who takes it leaves it again.
  synchronized Optional<SpareBytes> take(long lengthBytes) {
    if (lengthBytes > limitBytes - usedBytes) {
      return Optional.empty();
    }
    usedBytes += lengthBytes;
    return Optional.of(new SpareBytes(this, Math.toIntExact(lengthBytes)));
  }

  synchronized void giveBack(long lengthBytes) {
    usedBytes -= lengthBytes;
  }
}
