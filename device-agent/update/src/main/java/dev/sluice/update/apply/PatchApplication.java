package dev.sluice.update.apply;

import dev.sluice.patch.Checkpoint;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.PatchSession.Progress;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.PatchOrder;
import dev.sluice.update.order.PatchProgress;
import dev.sluice.update.order.PatchProgress.Fault;
import dev.sluice.update.order.PatchStart;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent.PatchAdvanced;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Performs [Effect.AdvancePatch] on files that the shell opens.
///
/// At most one patch is being applied at a time. It stays open between two effects; when another
/// one is ordered, or its checkpoint is dropped, it is closed. For one thread.
public final class PatchApplication implements AutoCloseable {
  private final PatchFiles files;
  private @Nullable OpenPatch open;

  /// An application of patches to these files.
  public PatchApplication(PatchFiles files) {
    this.files = files;
  }

  /// Goes on with a patch as far as it is there, but for one step at most.
  ///
  /// Whatever the files hold, the answer is a [PatchAdvanced]; what was kept of an earlier run is
  /// used only if it is whole and of the same order.
  ///
  /// @throws IOException if the disk fails under the patch or the result; what is open was closed
  public PatchAdvanced advance(Effect.AdvancePatch effect) throws IOException {
    PatchOrder order = effect.order();
    PatchStart start = new PatchStart.Continued();
    PatchProgress progress;
    try {
      if (open == null || !open.order().equals(order)) {
        close();
        Found found = find(order);
        start = found.start();
        open = new OpenPatch(files, order, found.checkpoint());
      }
      Progress advanced = open.advance(effect.availableBytes());
      if (advanced instanceof Progress.Restarted(var reason)) {
        start = new PatchStart.Restarted(reason);
      }
      progress = progress(open, advanced);
    } catch (BaseReader.Failed e) {
      progress = new PatchProgress.Refused(Fault.BASE, e.reason());
    } catch (IOException e) {
      close();
      throw e;
    }
    if (progress instanceof PatchProgress.Finished || progress instanceof PatchProgress.Refused) {
      close();
    }
    return new PatchAdvanced(effect.request(), start, progress);
  }

  /// From where a patch can be applied that is not open.
  private record Found(PatchStart start, Optional<Checkpoint> checkpoint) {
    static Found nothing(PatchStart start) {
      return new Found(start, Optional.empty());
    }

    static Found unusable(String reason) {
      return nothing(new PatchStart.Restarted(reason));
    }
  }

  private Found find(PatchOrder order) throws IOException {
    Optional<byte[]> kept = files.find(order.checkpointFile(), StoredCheckpoint.MAX_LENGTH_BYTES);
    if (kept.isEmpty()) {
      return Found.nothing(new PatchStart.Anew());
    }
    StoredCheckpoint stored;
    try {
      stored = StoredCheckpoint.decode(kept.get());
    } catch (MalformedJsonException e) {
      return Found.unusable("it is damaged: " + e.getMessage());
    }
    Checkpoint at = stored.at();
    if (!stored.isOf(order) || at.patchBytes() > order.patchLengthBytes()) {
      return Found.unusable("it is of another base, patch or result");
    }
    long made = lengthOf(order.resultFile());
    if (made < at.resultBytes()) {
      return Found.unusable(
          "the result must have its %d bytes, has %d".formatted(at.resultBytes(), made));
    }
    return new Found(new PatchStart.Resumed(at.patchBytes(), at.resultBytes()), Optional.of(at));
  }

  private long lengthOf(LocalFile file) throws IOException {
    try (var channel = files.openToWrite(file)) {
      return channel.size();
    }
  }

  private static PatchProgress progress(OpenPatch open, Progress progress) throws IOException {
    return switch (progress) {
      case Progress.Waiting(var resultBytes) -> {
        open.keep();
        yield new PatchProgress.Waiting(resultBytes);
      }
      case Progress.Going(var resultBytes) -> {
        open.keep();
        yield new PatchProgress.Going(resultBytes);
      }
      case Progress.Restarted _ -> new PatchProgress.Going(0);
      case Progress.Ended(PatchOutcome.Applied applied) -> {
        open.finish();
        yield new PatchProgress.Finished(applied.lengthBytes() - open.startBytes());
      }
      case Progress.Ended(PatchOutcome.Refused(var refusal)) ->
          new PatchProgress.Refused(faultOf(refusal), refusal.message());
    };
  }

  private static Fault faultOf(PatchRefusal refusal) {
    return switch (refusal) {
      case PatchRefusal.NotAPatch _,
          PatchRefusal.UnsupportedVersion _,
          PatchRefusal.LimitExceeded _,
          PatchRefusal.BaseLengthMismatch _,
          PatchRefusal.BaseMismatch _,
          PatchRefusal.ForeignJournal _ ->
          Fault.HEADER;
      case PatchRefusal.Truncated _,
          PatchRefusal.Corrupt _,
          PatchRefusal.ResultLengthMismatch _,
          PatchRefusal.ResultMismatch _ ->
          Fault.BODY;
    };
  }

  /// Only these downloads are kept: closes a patch whose checkpoint is not among them. To be called
  /// before the others are deleted.
  public void keepOnly(Set<LocalFile> kept) {
    if (open != null && !kept.contains(open.order().checkpointFile())) {
      close();
    }
  }

  /// Closes what is open, as a power cut would: it goes on from its last checkpoint.
  @Override
  public void close() {
    OpenPatch last = open;
    open = null;
    if (last == null) {
      return;
    }
    try {
      last.close();
    } catch (IOException e) {
      // What counts was made durable before: nothing depends on how the channels end.
      return;
    }
  }
}
