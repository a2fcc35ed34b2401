package dev.sluice.diff.body;

import dev.sluice.diff.coding.BitEncoder;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.body.LayoutCodec;
import dev.sluice.patch.body.Window;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/// What follows the header of a patch: a layout, and sections that can be coded.
public interface PatchBody {
  /// Where streams stand in the view.
  Layout layout();

  /// The sections, in order; together they make the view.
  List<Section> sections();

  /// A part of the view.
  interface Section {
    /// Bytes of the view that it makes.
    long viewBytes();

    /// Bytes of it that the base does not have, about: code is longest where there are most.
    long newBytes();

    /// Codes it; for any thread.
    ///
    /// @param progress takes bytes of the view as they are coded
    Code code(Workspace workspace, LongConsumer progress) throws IOException;
  }

  /// What a section says.
  ///
  /// @param window of the base's view; none for a code without a dictionary
  /// @param bytes the code, not to be changed
  @SuppressWarnings("ArrayRecordComponent") // on its way to a stream, not a value to compare
  record Code(Window window, byte[] bytes) {}

  /// Codes everything; sections are coded by threads of the executor.
  ///
  /// @param progress takes bytes of the view as they are coded
  default CodedBody code(Workspace workspace, Executor executor, LongConsumer progress)
      throws IOException {
    return codeWithin(Long.MAX_VALUE, workspace, executor, progress)
        .orElseThrow(() -> new IllegalStateException("no body is as long as that"));
  }

  /// Codes everything, unless the codes of the sections take too many bytes, or are going to: see
  /// [CodingBound].
  ///
  /// @param maxBytes of the codes; what stands between them comes on top
  /// @param progress takes bytes of the view as they are coded
  default Optional<CodedBody> codeWithin(
      long maxBytes, Workspace workspace, Executor executor, LongConsumer progress)
      throws IOException {
    var sections = sections();
    var bound = new CodingBound(sections, maxBytes);
    var codes = new Code[sections.size()];
    IntConsumer coder =
        i -> {
          if (bound.isKept()) {
            codes[i] = code(sections.get(i), workspace, progress);
            bound.add(codes[i].bytes().length);
          }
        };
    var sample = bound.sample();
    forEach(sample, coder, executor);
    if (sample.length > 0 && !bound.isPromising()) {
      return Optional.empty();
    }
    forEach(bound.rest(), coder, executor);
    if (!bound.isKept()) {
      return Optional.empty();
    }
    var body = new CodedBody(codeLayout(layout()));
    for (int i = 0; i < codes.length; i++) {
      body.add(sections.get(i).viewBytes(), codes[i], workspace);
    }
    return Optional.of(body);
  }

  private static void forEach(int[] sections, IntConsumer coder, Executor executor)
      throws IOException {
    var coding = new ArrayList<CompletableFuture<Void>>();
    for (int i : sections) {
      coding.add(CompletableFuture.runAsync(() -> coder.accept(i), executor));
    }
    for (var each : coding) {
      await(each);
    }
  }

  private static Code code(Section section, Workspace workspace, LongConsumer progress) {
    try {
      return section.code(workspace, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CompletableFuture<Void> coding) throws IOException {
    try {
      coding.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw e;
    }
  }

  private static byte[] codeLayout(Layout layout) throws IOException {
    if (layout.equals(Layout.PLAIN)) {
      return new byte[0];
    }
    var encoder = new BitEncoder();
    try {
      var _ = LayoutCodec.code(encoder, layout, Long.MAX_VALUE);
    } catch (MalformedPatchException e) {
      throw new IllegalStateException("an encoder takes every layout", e);
    }
    return encoder.finish();
  }
}
