package dev.sluice.patch;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.wire.PatchInput;
import dev.sluice.tuf.digest.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

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

  /// Here nobody can begin again with other means when the result is wrong, and in place the base
  /// is gone then: only our own encoders make streams.
  private static Application application(
      PatchHeader header, RandomReader base, WritableByteChannel result, Checkpoints checkpoints) {
    return new Application(header, base, result, checkpoints, DeflateEngine.none());
  }

  /// Applies a patch to a base whose digest the caller has just computed from the same bytes.
  ///
  /// In this order: the header, the limits, the base's length and digest, the blocks, the result's
  /// length and digest. Nothing is written before the base is known to be right.
  ///
  /// @param patch read to its end, not closed
  /// @param result what is in it counts only after [PatchOutcome.Applied]; not closed
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
      PatchHeader header, PatchLimits limits, RandomReader base, Digest computedBase) {
    return exceeds(PatchRefusal.Limited.MEMORY, limits.maxMemoryBytes(), header.memoryBytes())
        .or(() -> exceedsScratch(header, limits))
        .or(() -> exceedsResult(header, limits))
        .or(() -> hasOtherLength(header.baseBytes(), base.lengthBytes()))
        .or(() -> hasOtherDigest(header.base(), computedBase));
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
}
