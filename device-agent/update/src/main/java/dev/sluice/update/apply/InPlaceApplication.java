package dev.sluice.update.apply;

import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.inplace.InPlacePatcher;
import dev.sluice.patch.inplace.PatchSource;
import dev.sluice.patch.inplace.Storage;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent.InPlaceEnded;
import dev.sluice.update.verify.DigestCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Performs [Effect.ApplyInPlace] on files that the shell opens.
public final class InPlaceApplication {
  private InPlaceApplication() {}

  /// Opens a patch at its first byte; the caller closes the stream.
  @FunctionalInterface
  public interface PatchOpener {
    /// @throws IOException if it is not there or cannot be read
    InputStream open() throws IOException;
  }

  /// Applies the patch over the installed file, or goes on with it, to its end.
  ///
  /// @param installed open for reading and writing, as is the journal; not closed
  /// @param patch the download that the order names
  /// @param maxJournalBytes how long the journal may get; it counts before the first write only
  public static InPlaceEnded apply(
      Effect.ApplyInPlace effect,
      FileChannel installed,
      FileChannel journal,
      PatchOpener patch,
      long maxJournalBytes) {
    return apply(effect, Storage.of(installed), Storage.of(journal), patch, maxJournalBytes);
  }

  /// The same on files of any kind.
  ///
  /// Whatever the files hold, and however they fail, the answer says what the installed file is
  /// worth.
  ///
  /// @param patch the download that the order names
  /// @param maxJournalBytes how long the journal may get; it counts before the first write only
  public static InPlaceEnded apply(
      Effect.ApplyInPlace effect,
      Storage installed,
      Storage journal,
      PatchOpener patch,
      long maxJournalBytes) {
    InPlaceOutcome outcome;
    try {
      outcome = apply(effect.order(), installed, journal, patch::open, maxJournalBytes);
    } catch (IOException e) {
      outcome =
          isUnderway(journal)
              ? new InPlaceOutcome.CutOff(String.valueOf(e))
              : new InPlaceOutcome.Refused(String.valueOf(e));
    }
    return new InPlaceEnded(effect.request(), outcome);
  }

  private static InPlaceOutcome apply(
      InPlaceOrder order,
      Storage installed,
      Storage journal,
      PatchSource patch,
      long maxJournalBytes)
      throws IOException {
    var limits =
        new PatchLimits(order.memoryBytes(), order.scratchBytes(), order.resultLengthBytes());
    Optional<String> objection = findObjection(order, patch);
    if (objection.isEmpty()) {
      PatchOutcome outcome =
          new InPlacePatcher(installed, journal, patch, limits, maxJournalBytes).apply();
      if (outcome instanceof PatchOutcome.Refused(PatchRefusal refusal)) {
        objection = Optional.of(refusal.message());
      }
    }
    if (objection.isEmpty()) {
      return new InPlaceOutcome.Applied();
    }
    return InPlacePatcher.isUnderway(journal)
        ? new InPlaceOutcome.Lost(objection.get())
        : new InPlaceOutcome.Refused(objection.get());
  }

  /// The role that signs patches must not be able to lead to other bytes than the artifact's, not
  /// even for a moment.
  private static Optional<String> findObjection(InPlaceOrder order, PatchSource patch)
      throws IOException {
    try (var stream = patch.open()) {
      return switch (PatchHeader.read(stream)) {
        case PatchHeader.Outcome.Refused(var refusal) -> Optional.of(refusal.message());
        case PatchHeader.Outcome.Read(var header) when header.result().equals(order.result()) ->
            Optional.empty();
        case PatchHeader.Outcome.Read(var header) ->
            Optional.of(
                "the patch's result: " + DigestCheck.mismatch(order.result(), header.result()));
      };
    }
  }

  /// Whether the installed file may be half new, as its journal tells; also if that cannot be read.
  public static boolean isUnderway(FileChannel journal) {
    return isUnderway(Storage.of(journal));
  }

  private static boolean isUnderway(Storage journal) {
    try {
      return InPlacePatcher.isUnderway(journal);
    } catch (IOException e) {
      // Unreadable: going on again will tell, and nothing is lost by asking.
      return true;
    }
  }
}
