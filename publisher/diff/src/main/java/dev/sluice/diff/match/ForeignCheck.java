package dev.sluice.diff.match;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/// Tells by a sample whether a long file has next to nothing in common with the base.
///
/// Where nothing agrees, aligning takes about two microseconds for each byte: half an hour of a
/// core
/// for two unlike files of 1 GiB.
final class ForeignCheck {
  /// What is shorter is aligned soon, however foreign it is.
  static final long MIN_BYTES = 1 << 26;

  /// Stretches of the sample, evenly over new.
  private static final int STRETCHES = 32;

  /// A stretch is one in so many of new's bytes, so the sample is 1 in 32.
  private static final int STRETCH_SHARE = 1 << 10;

  /// Foreign is of what less than one in so many bytes comes from the base.
  private static final int COPIED_SHARE = 8;

  private ForeignCheck() {}

  /// Checks new.
  ///
  /// @param length of new
  /// @param inserted how many bytes of a stretch of new, given by its start and its end, do not
  ///     come
  ///     from the base; called on threads of the executor
  static boolean isForeign(long length, Executor executor, LongBinaryOperator inserted) {
    if (length < MIN_BYTES) {
      return false;
    }
    long stretch = length / STRETCH_SHARE;
    List<CompletableFuture<Long>> sample =
        IntStream.range(0, STRETCHES)
            .mapToLong(i -> length / STRETCHES * i + (length / STRETCHES - stretch) / 2)
            .mapToObj(
                from ->
                    CompletableFuture.supplyAsync(
                        () -> inserted.applyAsLong(from, from + stretch), executor))
            .toList();
    long sum = sample.stream().mapToLong(CompletableFuture::join).sum();
    long all = stretch * STRETCHES;
    return sum > all - all / COPIED_SHARE;
  }
}
