package dev.sluice.update;

import dev.sluice.delta.PatchLimits;
import dev.sluice.delta.PatchOutcome;
import dev.sluice.delta.Patcher;
import dev.sluice.delta.RandomReader;
import dev.sluice.delta.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/// Performs [Effect.ApplyPatch] on channels that the shell opens.
public final class PatchApplication {
  private PatchApplication() {}

  /// Applies a patch within the limits of the order.
  ///
  /// @param base the installed file, which was just found to have the order's base digest
  /// @param patch read to its end, not closed
  /// @param result what is in it counts only if nothing is returned; not closed
  /// @param scratch opened at most once, and closed by the patcher
  /// @return why the patch cannot be applied; empty if it was
  /// @throws IOException if one of the channels fails
  public static Optional<String> apply(
      Effect.ApplyPatch order,
      SeekableByteChannel base,
      InputStream patch,
      WritableByteChannel result,
      ScratchSpace scratch)
      throws IOException {
    var limits =
        new PatchLimits(order.memoryBytes(), order.scratchBytes(), order.resultLengthBytes());
    Scratch space = scratch::open;
    return switch (Patcher.apply(
        RandomReader.of(base), order.base(), patch, result, limits, space)) {
      case PatchOutcome.Applied _ -> Optional.empty();
      case PatchOutcome.Refused(var refusal) -> Optional.of(refusal.message());
    };
  }

  /// Where the content of a compressed base may stand while a patch is applied.
  @FunctionalInterface
  public interface ScratchSpace {
    /// Opens an empty channel for reading and writing.
    ///
    /// @param lengthBytes how much will be written
    /// @throws IOException if there is no room
    SeekableByteChannel open(long lengthBytes) throws IOException;
  }
}
