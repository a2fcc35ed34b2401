package dev.sluice.diff;

import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.patch.Scratch;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Applies patches to bases whose digest nobody has computed yet, which is done beside. A device
/// knows its base.
public final class CheckingPatcher {
  private static final int BUFFER_BYTES = 1 << 15;

  private CheckingPatcher() {}

  /// Applies a patch while the base's digest is computed.
  ///
  /// Unlike with a [Patcher], something may have been written when a base turns out to be the wrong
  /// one; the outcome is the same refusal.
  ///
  /// @param base can be read by two threads at a time
  /// @param patch read to its end, not closed
  /// @param result what is in it counts only after [PatchOutcome.Applied]; not closed
  /// @param executor computes the digest, on another thread than the caller's
  public static PatchOutcome apply(
      RandomReader base,
      InputStream patch,
      WritableByteChannel result,
      PatchLimits limits,
      Scratch scratch,
      Executor executor)
      throws IOException {
    var input = new BufferedInputStream(patch, BUFFER_BYTES);
    input.mark(BUFFER_BYTES);
    return switch (PatchHeader.read(input)) {
      case PatchHeader.Outcome.Refused(var refusal) -> new PatchOutcome.Refused(refusal);
      case PatchHeader.Outcome.Read(var header) -> {
        input.reset();
        var check = CompletableFuture.supplyAsync(() -> digest(base), executor);
        PatchOutcome outcome;
        Digest actual;
        try {
          outcome = Patcher.apply(base, header.base(), input, result, limits, scratch);
        } finally {
          actual = await(check); // it reads the base, whatever comes of the patch
        }
        yield isRefusedBefore(outcome) || actual.equals(header.base())
            ? outcome
            : new PatchOutcome.Refused(new PatchRefusal.BaseMismatch(header.base(), actual));
      }
    };
  }

  /// Whether the base's digest would not even have been asked for.
  private static boolean isRefusedBefore(PatchOutcome outcome) {
    return outcome instanceof PatchOutcome.Refused(var refusal)
        && (refusal instanceof PatchRefusal.LimitExceeded
            || refusal instanceof PatchRefusal.BaseLengthMismatch);
  }

  private static Digest await(CompletableFuture<Digest> check) throws IOException {
    try {
      return check.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw new IllegalStateException("a digest fails only where reading does", e.getCause());
    }
  }

  private static Digest digest(RandomReader base) {
    var digester = new Digester();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try {
      for (long at = 0; base.read(at, buffer) >= 0 && buffer.position() > 0; ) {
        at += buffer.position();
        digester.update(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digester.digest();
  }
}
