package dev.sluice.publisher.patch;

import dev.sluice.diff.DiffOptions;
import dev.sluice.diff.DiffResult;
import dev.sluice.diff.Differ;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.publisher.patch.BuildOutcome.Broken;
import dev.sluice.publisher.patch.BuildOutcome.Built;
import dev.sluice.publisher.patch.BuildOutcome.TooLong;
import dev.sluice.publisher.patch.WorkDirectory.TemporaryFile;
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
import java.util.concurrent.Executor;

/// Makes a patch from files and proves it by applying it.
///
/// Base and result are mapped, so that they cost page cache instead of heap. One build keeps both
/// cores of a small machine busy by itself where its pair is large.
public final class PatchBuilder implements PatchMaker {
  /// What suffices for every patch, however little is allowed: see [DiffOptions].
  private static final long LEAST_APPLY_BYTES = 2L << 20;

  private final WorkDirectory work;
  private final long maxApplyBytes;
  private final Executor parts;

  /// @param maxApplyBytes what applying a patch may take on a device
  /// @param parts runs the parts of a large build
  public PatchBuilder(WorkDirectory work, long maxApplyBytes, Executor parts) {
    this.work = work;
    this.maxApplyBytes = maxApplyBytes;
    this.parts = parts;
  }

  @Override
  public BuildOutcome make(PatchOrder order) throws IOException {
    try (var arena = Arena.ofShared()) {
      MemorySegment base = map(order.base(), arena);
      MemorySegment result = map(order.result(), arena);
      DiffResult made = diff(base, result, order);
      return made.patchBytes() > order.maxPatchBytes()
          ? new TooLong(made.patchBytes())
          : prove(base, order.patch(), made);
    } catch (IllegalStateException | IllegalArgumentException | OutOfMemoryError e) {
      // A mistake of the differ with just these bytes must not keep the release from its fleet.
      return new Broken(e.toString());
    }
  }

  private DiffResult diff(MemorySegment base, MemorySegment result, PatchOrder order)
      throws IOException {
    var options =
        DiffOptions.DEFAULT
            .withMaxMemoryBytes(order.memoryBytes())
            .withMaxApplyBytes(maxApplyBytes)
            .withExecutor(parts);
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(order.patch()))) {
      return Differ.diff(base, result, output, options);
    }
  }

  private BuildOutcome prove(MemorySegment base, Path patch, DiffResult made) throws IOException {
    var limits =
        new PatchLimits(
            Math.max(maxApplyBytes, LEAST_APPLY_BYTES),
            PatchLimits.DEFAULT.maxScratchBytes(),
            PatchLimits.DEFAULT.maxResultBytes());
    try (InputStream input = new BufferedInputStream(Files.newInputStream(patch));
        TemporaryFile scratch = work.newFile("scratch")) {
      PatchOutcome outcome =
          Patcher.apply(
              RandomReader.of(base),
              made.base(),
              input,
              Channels.newChannel(OutputStream.nullOutputStream()),
              limits,
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
