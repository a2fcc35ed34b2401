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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
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
    var sections = sections();
    var coded = new ArrayList<CompletableFuture<Code>>();
    for (var section : sections) {
      coded.add(CompletableFuture.supplyAsync(() -> code(section, workspace, progress), executor));
    }
    var body = new CodedBody(codeLayout(layout()));
    for (int i = 0; i < coded.size(); i++) {
      body.add(sections.get(i).viewBytes(), await(coded.get(i)), workspace);
    }
    return body;
  }

  private static Code code(Section section, Workspace workspace, LongConsumer progress) {
    try {
      return section.code(workspace, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Code await(CompletableFuture<Code> coded) throws IOException {
    try {
      return coded.join();
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
