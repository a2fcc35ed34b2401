package dev.sluice.diff;

import dev.sluice.diff.body.CodedBody;
import dev.sluice.diff.body.DictionaryBody;
import dev.sluice.diff.body.EditedBody;
import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.match.EditScript;
import dev.sluice.diff.match.ForeignCheck;
import dev.sluice.diff.match.Matcher;
import dev.sluice.diff.view.PairView;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.body.Workspace;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Makes patches.
///
/// Files are compared by what their compressed streams hold, where these can be made again exactly,
/// which is tried here for every one. The cheapest way from old to new is searched among
/// alignments that equal bytes suggest, and coded under adaptive models; what has little in common
/// with the base is coded with a window of the base in a dictionary, where that is shorter.
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
              Sizes.maxStreamBytes(options.maxApplyBytes()),
              options.features());
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
          options.features().contains(Feature.EXECUTABLES)
                  && Sizes.hasRoomForExecutables(options.maxApplyBytes())
              ? Executables.find(view)
              : Executables.none(view);
      var plan = cheapest(executables, options);
      var header = header(plan.workspace());
      var output = new CountingOutput(patch);
      header.write(output);
      plan.body().write(output);
      output.flush();
      return new DiffResult(
          output.count(),
          header.memoryBytes(),
          header.scratchBytes(),
          WorkEstimate.of(
              old.byteSize() + neu.byteSize(),
              view.layout(),
              plan.script(),
              view.neu(),
              plan.executableBytes(),
              plan.workspace(),
              plan.body().lengthBytes()),
          header.base(),
          header.result());
    }

    private Plan cheapest(Executables executables, DiffOptions options) throws IOException {
      var effort = options.effort();
      long viewBytes = view.neu().byteSize();
      if (effort != Effort.BEST && Sizes.isForDictionary(old.byteSize(), viewBytes)) {
        return compressed(options);
      }
      boolean isArchive =
          !executables.areOnBothSides() && view.layout().frames().size() >= MIN_ARCHIVE_STREAMS;
      var estimates = effort.estimates(isArchive);
      var best = edits(executables, estimates.getFirst(), options);
      for (boolean estimate : estimates.subList(1, estimates.size())) {
        best = best.shorter(edits(executables, estimate, options));
      }
      return options.features().contains(Feature.DICTIONARIES)
              && mayBeForDictionary(best, effort, executables.areOnBothSides())
          ? dictionary(view.old().byteSize(), best.script(), best.body().lengthBytes() - 1, options)
              .orElse(best)
          : best;
    }

    private boolean mayBeForDictionary(Plan edits, Effort effort, boolean hasExecutables) {
      long viewBytes = view.neu().byteSize();
      return switch (effort) {
        case FAST -> false;
        case DEFAULT ->
            !edits.isDictionary()
                && Sizes.mayBeForDictionary(edits.body().lengthBytes(), viewBytes, hasExecutables);
        case BEST -> viewBytes >= Sections.LEAST_DICTIONARY_BYTES;
      };
    }

    private Plan edits(Executables executables, boolean isArchive, DiffOptions options)
        throws IOException {
      var script = match(executables, isArchive, options);
      if (options.effort() != Effort.BEST
          && ForeignCheck.isForeign(script.insertedBytes(), view.neu().byteSize())) {
        return compressed(options);
      }
      var pairs = executables.pairs(script);
      var sections = Sizes.within(options.maxApplyBytes(), options.sections());
      var body =
          EditedBody.of(
              view.layout(),
              pairs,
              executables,
              script,
              view.old(),
              view.neu(),
              sections.maxBytes(),
              sections.maxEdits());
      boolean hasExecutables = !pairs.isEmpty();
      var wanted =
          new Workspace(
              Sizes.insertionBits(body.maxInsertedBytes(), hasExecutables),
              Sizes.correctionBits(body.maxCorrectedBytes(), hasExecutables),
              Sizes.historyBits(view.neu().byteSize()),
              body.maxEdits(),
              hasExecutables,
              streamKib(),
              0,
              0);
      var workspace = Sizes.within(options.maxApplyBytes(), wanted);
      long executableBytes = pairs.stream().mapToLong(pair -> pair.neu().lengthBytes()).sum();
      var meter = meter(options, DiffProgress.Step.CODING);
      return new Plan(
          script, executableBytes, workspace, body.code(workspace, options.executor(), meter));
    }

    /// Compresses the result alone.
    private Plan compressed(DiffOptions options) throws IOException {
      return dictionary(0, new EditScript(), Long.MAX_VALUE, options).orElseThrow();
    }

    /// @param baseBytes length of the base's view; 0 makes no use of it
    /// @param script leads from old to new
    /// @param maxBytes of the body; there is no plan with a longer one
    private Optional<Plan> dictionary(
        long baseBytes, EditScript script, long maxBytes, DiffOptions options) throws IOException {
      var wanted = Sizes.dictionary(baseBytes, view.neu().byteSize(), streamKib());
      var workspace = Sizes.within(options.maxApplyBytes(), wanted);
      long sectionBytes = options.sections().dictionaryBytes(view.neu().byteSize(), workspace);
      var body = new DictionaryBody(view.layout(), script, view.old(), view.neu(), sectionBytes);
      var meter = meter(options, DiffProgress.Step.CODING);
      return body.codeWithin(maxBytes, workspace, options.executor(), meter)
          .filter(coded -> coded.lengthBytes() <= maxBytes)
          .map(coded -> new Plan(script, 0, workspace, coded));
    }

    /// Memory for the streams of the view.
    private int streamKib() {
      long streamBytes =
          view.layout().frames().isEmpty()
              ? 0
              : view.streamMemoryBytes() + view.layout().memoryBytes();
      return Math.toIntExact((streamBytes + KIB - 1) / KIB);
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
  }

  /// A patch that could be written.
  ///
  /// @param script leads from old to new
  /// @param executableBytes length of the new executables whose addresses are foretold
  private record Plan(
      EditScript script, long executableBytes, Workspace workspace, CodedBody body) {
    boolean isDictionary() {
      return workspace.isDictionary();
    }

    Plan shorter(Plan other) {
      return other.body.lengthBytes() < body.lengthBytes() ? other : this;
    }
  }
}
