package dev.sluice.delta;

import java.util.concurrent.Executor;

/// What making a patch may cost.
///
/// @param maxMemoryBytes bound of the memory off the heap, for the index of the base and the
///     contents of
///     compressed files; a base of more than about a quarter of it is matched window by window, a
///     container whose contents do not fit is compared as it is. The heap takes up to some 100 MiB
///     besides, and the patch itself.
/// @param executor runs the compression of the patch's streams; the caller's thread waits for it
public record DiffOptions(long maxMemoryBytes, Executor executor) {
  private static final long DEFAULT_MEMORY_BYTES = 1L << 30;

  /// 1 GiB, and everything in the calling thread.
  public static final DiffOptions DEFAULT = new DiffOptions(DEFAULT_MEMORY_BYTES, Runnable::run);

  /// Checks the options.
  public DiffOptions {
    if (maxMemoryBytes < 0) {
      throw new IllegalArgumentException(
          "memory for a diff must not be negative: " + maxMemoryBytes);
    }
  }
}
