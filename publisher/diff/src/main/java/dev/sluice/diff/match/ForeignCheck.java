package dev.sluice.diff.match;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/// Tells whether a long file has next to nothing in common with the base, so that it is best
/// compressed alone.
///
/// Where nothing agrees, aligning takes about two microseconds for each byte, half an hour of a
/// core for two unlike files of 1 GiB: a sample tells it before. Models take a device a microsecond
/// and more for each inserted byte, a dictionary a tenth of that, and neither gives a patch that
/// pays.
public final class ForeignCheck {
  /// What is shorter is aligned soon, and modelled within a minute, however foreign it is.
  static final long MIN_BYTES = 1 << 26;

  /// Stretches of the sample, evenly over new.
  private static final int STRETCHES = 32;

  /// A stretch is one in so many of new's bytes, so the sample is 1 in 32.
  private static final int STRETCH_SHARE = 1 << 10;

  /// Foreign is of what less than one in so many bytes comes from the base.
  private static final int COPIED_SHARE = 8;

  private ForeignCheck() {}

  /// Checks new that was aligned.
  ///
  /// @param inserted bytes of it that do not come from the base
  /// @param length of it
  public static boolean isForeign(long inserted, long length) {
    return length >= MIN_BYTES && isMostlyNew(inserted, length);
  }

  private static boolean isMostlyNew(long inserted, long length) {
    return inserted > length - length / COPIED_SHARE;
  }

  /// Checks new before it is aligned.
  ///
  /// @param length of new
  /// @param inserted how many bytes of a stretch of new, given by its start and its end, do not
  ///     come from the base; called on threads of the executor
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
    return isMostlyNew(sum, stretch * STRETCHES);
  }
}
