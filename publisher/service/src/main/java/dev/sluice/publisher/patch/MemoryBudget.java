package dev.sluice.publisher.patch;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/// Memory that builds share: together they never hold more than there is.
///
/// Who asks first is served first, so that a large build is not starved by small ones. Counted in
/// whole MiB.
public final class MemoryBudget {
  private static final long UNIT_BYTES = 1L << 20;

  private final int units;
  private final Semaphore free;

  /// @param maxBytes of all builds together; at least one MiB is given out
  public MemoryBudget(long maxBytes) {
    units = Math.clamp(maxBytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /// Works with so much memory, once it is free.
  ///
  /// @param bytes what is held meanwhile; more than there is counts as all
  /// @throws InterruptedException if interrupted while waiting
  public <T> T with(long bytes, Work<T> work) throws IOException, InterruptedException {
    int held = Math.clamp(Math.ceilDiv(bytes, UNIT_BYTES), 0, units);
    free.acquire(held);
    try {
      return work.run();
    } finally {
      free.release(held);
    }
  }

  /// What is done with the memory.
  @FunctionalInterface
  public interface Work<T> {
    /// @throws IOException whatever it meets
    T run() throws IOException;
  }
}
