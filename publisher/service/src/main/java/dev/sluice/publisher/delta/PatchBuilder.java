package dev.sluice.publisher.delta;

import dev.sluice.delta.DiffOptions;
import dev.sluice.delta.DiffResult;
import dev.sluice.delta.Differ;
import dev.sluice.delta.PatchLimits;
import dev.sluice.delta.PatchOutcome;
import dev.sluice.delta.Patcher;
import dev.sluice.delta.RandomReader;
import dev.sluice.publisher.delta.BuildOutcome.Broken;
import dev.sluice.publisher.delta.BuildOutcome.Built;
import dev.sluice.publisher.delta.BuildOutcome.DoesNotPay;
import dev.sluice.publisher.delta.WorkDirectory.TemporaryFile;
import dev.sluice.tuf.digest.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ForkJoinPool;

/// Makes one patch from files and proves it by applying it.
///
/// Base and result are mapped, so that they cost page cache instead of heap.
final class PatchBuilder {
  private final DeltaLimits limits;
  private final WorkDirectory work;

  PatchBuilder(DeltaLimits limits, WorkDirectory work) {
    this.limits = limits;
    this.work = work;
  }

  /// Writes the patch from `base` to `result`.
  ///
  /// @param patch a new file; of use only after [Built]
  /// @throws IOException if a file of the work directory fails
  BuildOutcome build(Path base, Path result, Path patch) throws IOException {
    try (var arena = Arena.ofShared()) {
      MemorySegment oldBytes = map(base, arena);
      MemorySegment newBytes = map(result, arena);
      DiffResult made = diff(oldBytes, newBytes, patch);
      if (!limits.pays(made.patchBytes(), newBytes.byteSize())) {
        return new DoesNotPay(made.patchBytes());
      }
      return prove(oldBytes, patch, made);
    } catch (IllegalStateException | IllegalArgumentException | OutOfMemoryError e) {
      // A mistake of the differ with just these bytes must not keep the release from its fleet.
      return new Broken(e.toString());
    }
  }

  private DiffResult diff(MemorySegment base, MemorySegment result, Path patch) throws IOException {
    var options =
        DiffOptions.DEFAULT
            .withMaxMemoryBytes(limits.maxMemoryBytes())
            .withMaxApplyBytes(limits.maxApplyBytes())
            .withExecutor(ForkJoinPool.commonPool());
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(patch))) {
      return Differ.diff(base, result, output, options);
    }
  }

  private BuildOutcome prove(MemorySegment base, Path patch, DiffResult made) throws IOException {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(patch));
        TemporaryFile scratch = work.newFile("scratch")) {
      PatchOutcome outcome =
          Patcher.apply(
              RandomReader.of(base),
              input,
              Channels.newChannel(OutputStream.nullOutputStream()),
              PatchLimits.DEFAULT,
              _ ->
                  FileChannel.open(
                      scratch.path(),
                      StandardOpenOption.CREATE,
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE));
      return switch (outcome) {
        case PatchOutcome.Applied(Digest digest, _) when digest.equals(made.result()) ->
            new Built(made);
        case PatchOutcome.Applied(Digest digest, _) ->
            new Broken("applying it gave " + digest.prefix());
        case PatchOutcome.Refused(var refusal) -> new Broken("applying it was refused: " + refusal);
      };
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }
}
