package dev.sluice.delta;

import dev.sluice.delta.container.PairView;
import dev.sluice.delta.format.BodyWriter;
import dev.sluice.delta.format.Workspace;
import dev.sluice.delta.match.EditScript;
import dev.sluice.delta.match.Matcher;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Makes patches.
///
/// Files are compared by what their compressed streams hold, where these can be made again exactly,
/// which is tried here for every one. The cheapest way from old to new is searched among
/// alignments that equal bytes suggest, and coded under adaptive models.
public final class Differ {
  private static final long DIGEST_STEP_BYTES = 1 << 20;

  /// A result with so many changed streams holds many files.
  private static final int MIN_ARCHIVE_STREAMS = 4;

  private static final long KIB = 1024;

  private Differ() {}

  /// Writes the patch that makes `neu` from `old`.
  ///
  /// The same input gives the same patch. An empty `old` gives a compressed full artifact.
  ///
  /// @param old the base, best a mapped file; read only, also by threads of the executor
  /// @param neu the result, likewise
  /// @param patch receives the patch; not closed
  public static DiffResult diff(
      MemorySegment old, MemorySegment neu, OutputStream patch, DiffOptions options)
      throws IOException {
    try (var arena = Arena.ofShared()) {
      var limits =
          new PairView.Limits(
              maxContentsBytes(old.byteSize(), neu.byteSize(), options.maxMemoryBytes()),
              Sizes.maxStreamBytes(options.maxApplyBytes()));
      options.progress().at(DiffProgress.Step.LOOKING, 0);
      var view = PairView.of(old, neu, limits, arena);
      var draft = new Draft(old, neu, view);
      return draft.write(patch, options);
    }
  }

  /// A view is a copy, with the contents; half of the memory is for both views.
  private static long maxContentsBytes(long oldBytes, long newBytes, long maxMemoryBytes) {
    long maxView = PatchHeader.maxViewBytes(newBytes) - newBytes;
    long room = (maxMemoryBytes / 2 - oldBytes - newBytes) / 2;
    return Math.max(0, Math.min(maxView, room));
  }

  private static Digest digest(MemorySegment segment) {
    var digester = new Digester();
    for (long at = 0; at < segment.byteSize(); at += DIGEST_STEP_BYTES) {
      long count = Math.min(DIGEST_STEP_BYTES, segment.byteSize() - at);
      digester.update(segment.asSlice(at, count).asByteBuffer());
    }
    return digester.digest();
  }

  private record Draft(MemorySegment old, MemorySegment neu, PairView view) {
    DiffResult write(OutputStream patch, DiffOptions options) throws IOException {
      var executables =
          Sizes.hasRoomForExecutables(options.maxApplyBytes())
              ? Executables.find(view)
              : Executables.none(view);
      var plan = cheapest(executables, options);
      var output = new CountingOutput(patch);
      plan.write(output, options.executor(), meter(options, DiffProgress.Step.CODING));
      output.flush();
      var header = plan.header();
      return new DiffResult(
          output.count(),
          header.memoryBytes(),
          header.scratchBytes(),
          header.base(),
          header.result());
    }

    private Plan cheapest(Executables executables, DiffOptions options) throws IOException {
      boolean isArchive =
          !executables.areOnBothSides() && view.layout().frames().size() >= MIN_ARCHIVE_STREAMS;
      var estimates = options.effort().estimates(isArchive);
      var best = plan(executables, estimates.getFirst(), options);
      for (boolean estimate : estimates.subList(1, estimates.size())) {
        var other = plan(executables, estimate, options);
        if (other.length(options.executor()) < best.length(options.executor())) {
          best = other;
        }
      }
      return best;
    }

    private Plan plan(Executables executables, boolean isArchive, DiffOptions options)
        throws IOException {
      var script = match(executables, isArchive, options);
      var pairs = executables.pairs(script);
      boolean isDictionary =
          options.effort() != Effort.BEST
              && Sizes.isForDictionary(old.byteSize(), view.neu().byteSize());
      var sections =
          isDictionary
              ? Sections.OF_DICTIONARY
              : Sizes.within(options.maxApplyBytes(), options.sections());
      var body =
          BodyWriter.of(
              view.layout(),
              pairs,
              executables,
              script,
              view.old(),
              view.neu(),
              sections.maxBytes(),
              sections.maxEdits());
      int dictionaryBits = isDictionary ? Sizes.dictionaryBits(view.neu().byteSize()) : 0;
      var workspace = workspace(body, !pairs.isEmpty(), dictionaryBits);
      return new Plan(body, header(Sizes.within(options.maxApplyBytes(), workspace)));
    }

    /// A file without streams is its own view.
    private long copiedBytes() {
      return !view.isCopied() ? 0 : view.old().byteSize() + view.neu().byteSize();
    }

    /// Executables are matched in a form in which code that only moved looks the same; a view that
    /// is a copy already takes that form for the time.
    private EditScript match(Executables executables, boolean isArchive, DiffOptions options)
        throws IOException {
      long views = view.old().byteSize() + view.neu().byteSize();
      long maxMemoryBytes = options.maxMemoryBytes() - copiedBytes();
      if (executables.areOnBothSides() && view.isCopied()) {
        try (var _ = executables.normaliseOld();
            var _ = executables.normaliseNew()) {
          return match(view.old(), view.neu(), isArchive, maxMemoryBytes, options);
        }
      }
      if (!executables.areOnBothSides() || views > maxMemoryBytes / 2) {
        return match(view.old(), view.neu(), isArchive, maxMemoryBytes, options);
      }
      try (var arena = Arena.ofShared()) {
        var oldForm = executables.normalisedOld(arena);
        var newForm = executables.normalisedNew(arena);
        return match(oldForm, newForm, isArchive, maxMemoryBytes - views, options);
      }
    }

    private EditScript match(
        MemorySegment oldForm,
        MemorySegment newForm,
        boolean isArchive,
        long maxMemoryBytes,
        DiffOptions options) {
      return Matcher.match(
          oldForm,
          newForm,
          isArchive,
          options.effort().search(),
          maxMemoryBytes,
          options.executor(),
          meter(options, DiffProgress.Step.MATCHING));
    }

    /// Adds up bytes of the result's view.
    private LongConsumer meter(DiffOptions options, DiffProgress.Step step) {
      var done = new AtomicLong();
      double total = Math.max(1, view.neu().byteSize());
      options.progress().at(step, 0);
      return more -> options.progress().at(step, done.addAndGet(more) / total);
    }

    private PatchHeader header(Workspace workspace) {
      return new PatchHeader(
          digest(old),
          old.byteSize(),
          digest(neu),
          neu.byteSize(),
          view.neu().byteSize(),
          view.old().byteSize() - old.byteSize(),
          workspace);
    }

    private Workspace workspace(BodyWriter body, boolean hasExecutables, int dictionaryBits) {
      long streamBytes =
          view.layout().frames().isEmpty()
              ? 0
              : view.streamMemoryBytes() + view.layout().memoryBytes();
      int streamKib = Math.toIntExact((streamBytes + KIB - 1) / KIB);
      if (dictionaryBits > 0) {
        return Workspace.ofDictionary(dictionaryBits, streamKib);
      }
      return new Workspace(
          Sizes.insertionBits(body.maxInsertedBytes(), hasExecutables),
          Sizes.correctionBits(body.maxCorrectedBytes(), hasExecutables),
          Sizes.historyBits(view.neu().byteSize()),
          body.maxEdits(),
          hasExecutables,
          streamKib,
          0);
    }
  }

  /// A patch that could be written.
  private record Plan(BodyWriter body, PatchHeader header) {
    void write(OutputStream target, Executor executor, LongConsumer progress) throws IOException {
      header.write(target);
      body.write(target, header.workspace(), executor, progress);
    }

    long length(Executor executor) throws IOException {
      var output = new CountingOutput(OutputStream.nullOutputStream());
      write(output, executor, _ -> {});
      return output.count();
    }
  }
}
