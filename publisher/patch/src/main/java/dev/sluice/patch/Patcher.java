package dev.sluice.patch;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.wire.PatchInput;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Applies patches: reads the base at random and the patch in order, and writes the result in
/// order.
///
/// Whatever the patch's bytes are, the outcome is a [PatchOutcome]: they make it neither throw nor
/// allocate more than the limits allow. Only failures of the caller's own channels come out, as the
/// [IOException] they were. Writes go out in steps of at most 64 KiB, by which a caller sees
/// progress.
public final class Patcher {
  private static final int BUFFER_BYTES = 1 << 15;

  private Patcher() {}

  /// Applies a patch after reading the whole base once to check its digest.
  ///
  /// In this order: the header, the limits, the base's length and digest, the blocks, the result's
  /// length and digest. Nothing is written before the base is known to be right.
  ///
  /// @param patch read to its end, not closed
  /// @param result what is in it counts only after [PatchOutcome.Applied]; not closed
  public static PatchOutcome apply(
      RandomReader base,
      InputStream patch,
      WritableByteChannel result,
      PatchLimits limits,
      Scratch scratch)
      throws IOException {
    return apply(base, Optional.empty(), patch, result, limits, scratch, Checkpoints.NONE);
  }

  /// Applies a patch while the base's digest is computed beside it.
  ///
  /// Unlike elsewhere, something may have been written when a base turns out to be the wrong one;
  /// the outcome is the same refusal.
  ///
  /// @param base can be read by two threads at a time
  /// @param executor computes the digest, on another thread than the caller's
  public static PatchOutcome apply(
      RandomReader base,
      InputStream patch,
      WritableByteChannel result,
      PatchLimits limits,
      Scratch scratch,
      Executor executor)
      throws IOException {
    var input = new PatchInput(new BufferedInputStream(patch, BUFFER_BYTES));
    return switch (PatchHeader.read(input)) {
      case PatchHeader.Outcome.Refused refused -> new PatchOutcome.Refused(refused.refusal());
      case PatchHeader.Outcome.Read(var header) -> {
        var refusal = findLimitRefusal(header, limits, base);
        if (refusal.isPresent()) {
          yield new PatchOutcome.Refused(refusal.get());
        }
        var check = CompletableFuture.supplyAsync(() -> checkDigest(header.base(), base), executor);
        yield run(application(header, base, result, Checkpoints.NONE), input, scratch, check);
      }
    };
  }

  /// Here nobody can begin again with other means when the result is wrong, and in place the base
  /// is gone then: only our own encoders make streams.
  private static Application application(
      PatchHeader header, RandomReader base, WritableByteChannel result, Checkpoints checkpoints) {
    return new Application(header, base, result, checkpoints, DeflateEngine.none());
  }

  /// The base stays in use until the check is done, whatever comes of the application.
  private static PatchOutcome run(
      Application application,
      PatchInput input,
      Scratch scratch,
      CompletableFuture<Optional<PatchRefusal>> check)
      throws IOException {
    Optional<PatchRefusal> refusal;
    PatchOutcome outcome;
    try {
      outcome = run(application, input, scratch);
    } finally {
      refusal = await(check);
    }
    return refusal.isPresent() ? new PatchOutcome.Refused(refusal.get()) : outcome;
  }

  private static Optional<PatchRefusal> checkDigest(Digest expected, RandomReader base) {
    try {
      return hasOtherDigest(expected, digest(base));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<PatchRefusal> await(CompletableFuture<Optional<PatchRefusal>> check)
      throws IOException {
    try {
      return check.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw new IllegalStateException("a digest fails only where reading does", e.getCause());
    }
  }

  /// Applies a patch to a base whose digest the caller has just computed from the same bytes.
  public static PatchOutcome apply(
      RandomReader base,
      Digest computedBase,
      InputStream patch,
      WritableByteChannel result,
      PatchLimits limits,
      Scratch scratch)
      throws IOException {
    return apply(base, computedBase, patch, result, limits, scratch, Checkpoints.NONE);
  }

  /// Applies a patch, or goes on with one that was cut off.
  ///
  /// @param patch from its first byte, also when going on
  /// @param result takes what follows the last checkpoint
  /// @param checkpoints the last one, and who keeps those to come
  public static PatchOutcome apply(
      RandomReader base,
      Digest computedBase,
      InputStream patch,
      WritableByteChannel result,
      PatchLimits limits,
      Scratch scratch,
      Checkpoints checkpoints)
      throws IOException {
    return apply(base, Optional.of(computedBase), patch, result, limits, scratch, checkpoints);
  }

  private static PatchOutcome apply(
      RandomReader base,
      Optional<Digest> computedBase,
      InputStream patch,
      WritableByteChannel result,
      PatchLimits limits,
      Scratch scratch,
      Checkpoints checkpoints)
      throws IOException {
    var input = new PatchInput(new BufferedInputStream(patch, BUFFER_BYTES));
    return switch (PatchHeader.read(input)) {
      case PatchHeader.Outcome.Refused refused -> new PatchOutcome.Refused(refused.refusal());
      case PatchHeader.Outcome.Read(var header) -> {
        var refusal = findRefusal(header, limits, base, computedBase);
        yield refusal.isPresent()
            ? new PatchOutcome.Refused(refusal.get())
            : run(application(header, base, result, checkpoints), input, scratch);
      }
    };
  }

  private static PatchOutcome run(Application application, PatchInput input, Scratch scratch)
      throws IOException {
    try {
      return application.run(input, scratch);
    } catch (MalformedPatchException e) {
      return new PatchOutcome.Refused(PatchHeader.refusal(e));
    }
  }

  /// Why a patch with this header must not be applied here.
  static Optional<PatchRefusal> findRefusal(
      PatchHeader header, PatchLimits limits, RandomReader base, Optional<Digest> computedBase)
      throws IOException {
    var known = findLimitRefusal(header, limits, base);
    if (known.isPresent()) {
      return known;
    }
    var actual = computedBase.isPresent() ? computedBase.get() : digest(base);
    return hasOtherDigest(header.base(), actual);
  }

  private static Optional<PatchRefusal> findLimitRefusal(
      PatchHeader header, PatchLimits limits, RandomReader base) {
    return exceeds(PatchRefusal.Limited.MEMORY, limits.maxMemoryBytes(), header.memoryBytes())
        .or(() -> exceedsScratch(header, limits))
        .or(() -> exceedsResult(header, limits))
        .or(() -> hasOtherLength(header.baseBytes(), base.lengthBytes()));
  }

  private static Optional<PatchRefusal> exceedsScratch(PatchHeader header, PatchLimits limits) {
    return exceeds(PatchRefusal.Limited.SCRATCH, limits.maxScratchBytes(), header.scratchBytes());
  }

  private static Optional<PatchRefusal> exceedsResult(PatchHeader header, PatchLimits limits) {
    return exceeds(PatchRefusal.Limited.RESULT, limits.maxResultBytes(), header.resultBytes());
  }

  private static Optional<PatchRefusal> exceeds(
      PatchRefusal.Limited what, long limitBytes, long declaredBytes) {
    return declaredBytes > limitBytes
        ? Optional.of(new PatchRefusal.LimitExceeded(what, limitBytes, declaredBytes))
        : Optional.empty();
  }

  private static Optional<PatchRefusal> hasOtherLength(long expectedBytes, long actualBytes) {
    return expectedBytes == actualBytes
        ? Optional.empty()
        : Optional.of(new PatchRefusal.BaseLengthMismatch(expectedBytes, actualBytes));
  }

  private static Optional<PatchRefusal> hasOtherDigest(Digest expected, Digest actual) {
    return expected.equals(actual)
        ? Optional.empty()
        : Optional.of(new PatchRefusal.BaseMismatch(expected, actual));
  }

  private static Digest digest(RandomReader base) throws IOException {
    var digester = new Digester();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long at = 0; base.read(at, buffer) >= 0 && buffer.position() > 0; ) {
      at += buffer.position();
      digester.update(buffer.flip());
      buffer.clear();
    }
    return digester.digest();
  }
}
