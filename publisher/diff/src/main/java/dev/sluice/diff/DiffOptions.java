package dev.sluice.diff;

import dev.sluice.diff.feature.Feature;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/// What making and applying a patch may cost.
///
/// @param maxMemoryBytes bound of the memory off the heap, for the index of the base and the
///     contents of compressed files: a base that is too large for it is indexed more sparsely, a
///     container whose contents do not fit is compared as it is. The heap takes up to some 100 MiB
///     besides, and the patch itself.
/// @param maxApplyBytes bound of the memory that applying the patch may take, see
///     [DiffResult#memoryBytes]; 2 MiB is the least that always suffices
/// @param executor runs parts of the work; the caller's thread waits for it
/// @param progress learns how far the work has come
/// @param sections how often a patch can be taken up again after an interruption: between its
///     sections
/// @param effort how thoroughly to search
/// @param features what patches may make use of
public record DiffOptions(
    long maxMemoryBytes,
    long maxApplyBytes,
    Executor executor,
    DiffProgress progress,
    Sections sections,
    Effort effort,
    Set<Feature> features) {
  private static final long MEBIBYTE = 1L << 20;
  private static final long DEFAULT_MEMORY_BYTES = 2560 * MEBIBYTE;

  /// What rebuilding a stream of `xz -6` takes, the dearest that is usual.
  private static final long DEFAULT_APPLY_BYTES = 128 * MEBIBYTE;

  /// 2.5 GiB, patches that apply in 128 MiB, and everything in the calling thread.
  public static final DiffOptions DEFAULT =
      new DiffOptions(
          DEFAULT_MEMORY_BYTES,
          DEFAULT_APPLY_BYTES,
          Runnable::run,
          DiffProgress.NONE,
          Sections.DEFAULT,
          Effort.DEFAULT,
          Feature.ALL);

  /// Checks the options.
  public DiffOptions {
    if (maxMemoryBytes < 0 || maxApplyBytes < 0) {
      throw new IllegalArgumentException(
          "memory for a diff must not be negative: " + maxMemoryBytes + ", " + maxApplyBytes);
    }
    features = Set.copyOf(features);
  }

  /// The same, with work done by an executor.
  public DiffOptions withExecutor(Executor other) {
    return new DiffOptions(
        maxMemoryBytes, maxApplyBytes, other, progress, sections, effort, features);
  }

  /// The same, with another bound for the differ itself.
  public DiffOptions withMaxMemoryBytes(long other) {
    return new DiffOptions(other, maxApplyBytes, executor, progress, sections, effort, features);
  }

  /// The same, with somebody who wants to know how far the work has come.
  public DiffOptions withProgress(DiffProgress other) {
    return new DiffOptions(
        maxMemoryBytes, maxApplyBytes, executor, other, sections, effort, features);
  }

  /// The same, cut otherwise.
  public DiffOptions withSections(Sections other) {
    return new DiffOptions(
        maxMemoryBytes, maxApplyBytes, executor, progress, other, effort, features);
  }

  /// The same, with another bound for applying.
  public DiffOptions withMaxApplyBytes(long other) {
    return new DiffOptions(maxMemoryBytes, other, executor, progress, sections, effort, features);
  }

  /// The same, searched otherwise.
  public DiffOptions withEffort(Effort other) {
    return new DiffOptions(
        maxMemoryBytes, maxApplyBytes, executor, progress, sections, other, features);
  }

  /// The same, with no use of some features.
  public DiffOptions without(Set<Feature> others) {
    var left = new HashSet<>(features);
    left.removeAll(others);
    return new DiffOptions(
        maxMemoryBytes, maxApplyBytes, executor, progress, sections, effort, left);
  }
}
