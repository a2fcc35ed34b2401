package dev.sluice.diff.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.body.EditedBody;
import dev.sluice.diff.match.EditScript;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.StreamFormats;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.body.ExecutablePair;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Expansion;
import dev.sluice.patch.view.Frame;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.view.Pieces;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;

/// The patch reader, past its decoders: patches that are well coded, and say what they like.
///
/// The fuzzer chooses the streams of both sides with their recipes, the executables with their
/// layouts and hints, the edits, and what the header declares.
class HostileFramesFuzzTest {
  private static final int MAX_VIEW_BYTES = 1 << 14;
  private static final int SCRATCH_BYTES = 1 << 12;
  private static final int BASE_BYTES = Applying.BASE.length;
  private static final byte[] OLD_VIEW = Arrays.copyOf(Applying.BASE, BASE_BYTES + SCRATCH_BYTES);

  @FuzzTest
  void givenWellCodedPatch_whenApplied_thenEndsInAnOutcome(FuzzedDataProvider data)
      throws IOException {
    var layout = new Layout(expansions(data), frames(data));
    var pairs = pairs(data);
    var script = new EditScript();
    int viewBytes = addEdits(script, data);
    long resultBytes = data.consumeLong(viewBytes / 64, 1 << 16);
    long scratchBytes = data.consumeLong(0, 2 * SCRATCH_BYTES);
    var workspace =
        new Workspace(8, 8, 8, 1 << 8, !pairs.isEmpty(), data.consumeInt(0, 1 << 15), 0, 0);
    var view = repeated(data.consumeRemainingAsBytes(), viewBytes);
    var body =
        EditedBody.of(
            layout,
            pairs,
            (pair, _) -> pair.hints(),
            script,
            MemorySegment.ofArray(OLD_VIEW),
            MemorySegment.ofArray(view),
            1 << 12,
            1 << 8);
    var patch = new ByteArrayOutputStream();
    writeHeader(patch, viewBytes, resultBytes, scratchBytes, workspace);

    if (isWritten(body, workspace, patch)) {
      Applying.requireOutcome(patch.toByteArray());
    }
  }

  private static List<Expansion> expansions(FuzzedDataProvider data) {
    var expansions = new ArrayList<Expansion>();
    long end = 0;
    for (int i = data.consumeInt(0, 4); i > 0; i--) {
      long start = end + data.consumeLong(0, BASE_BYTES);
      end = start + data.consumeLong(1, BASE_BYTES);
      expansions.add(new Expansion(format(data), start, end - start));
    }
    return expansions;
  }

  private static List<Frame> frames(FuzzedDataProvider data) {
    var frames = new ArrayList<Frame>();
    long last = 0;
    for (int i = data.consumeInt(0, 6); i > 0; i--) {
      last += data.consumeLong(0, MAX_VIEW_BYTES / 8);
      frames.add(
          new Frame(format(data), last, data.consumeLong(1, MAX_VIEW_BYTES / 4), recipe(data)));
    }
    return frames;
  }

  private static StreamFormat format(FuzzedDataProvider data) {
    return data.pickValue(StreamFormats.all());
  }

  private static Recipe recipe(FuzzedDataProvider data) {
    return new Recipe(data.consumeBytes(data.consumeInt(0, 64)));
  }

  private static List<ExecutablePair> pairs(FuzzedDataProvider data) {
    var pairs = new ArrayList<ExecutablePair>();
    long end = 0;
    for (int i = data.consumeInt(0, 2); i > 0; i--) {
      long start = end + data.consumeLong(0, 64);
      var neu = pieces(data, start, data.consumeLong(1, MAX_VIEW_BYTES));
      end = neu.end();
      int oldStart = data.consumeBoolean() ? elf(data) : data.consumeInt(0, BASE_BYTES);
      var old = pieces(data, oldStart, data.consumeLong(1, BASE_BYTES));
      pairs.add(new ExecutablePair(old, neu, recipe(data), recipe(data)));
    }
    return pairs;
  }

  /// A file of two runs, if it is long enough.
  private static Pieces pieces(FuzzedDataProvider data, long start, long length) {
    long first = data.consumeLong(Pieces.MIN_RUN_BYTES, BASE_BYTES);
    long hole = data.consumeLong(0, BASE_BYTES);
    long gap = data.consumeLong(0, BASE_BYTES);
    if (first + hole >= length || data.consumeBoolean()) {
      return Pieces.of(start, length);
    }
    return Pieces.of(
        length,
        List.of(
            new Pieces.Run(start, 0, first),
            new Pieces.Run(start + first + gap, first + hole, length - first - hole)));
  }

  /// Where one of the base's executables begins.
  private static int elf(FuzzedDataProvider data) {
    int at = data.consumeInt(0, BASE_BYTES - 4);
    while (at < BASE_BYTES - 4 && !(Applying.BASE[at] == 0x7f && Applying.BASE[at + 1] == 'E')) {
      at++;
    }
    return at;
  }

  private static int addEdits(EditScript script, FuzzedDataProvider data) {
    int length = 0;
    for (int i = data.consumeInt(0, 12); i > 0; i--) {
      int copied = data.consumeInt(0, MAX_VIEW_BYTES / 12);
      int inserted = data.consumeInt(0, MAX_VIEW_BYTES / 100);
      if (copied + inserted > 0) {
        script.add(
            copied == 0 ? 0 : data.consumeInt(0, OLD_VIEW.length - copied), copied, inserted);
        length += copied + inserted;
      }
    }
    return length;
  }

  private static byte[] repeated(byte[] bytes, int length) {
    var repeated = new byte[length];
    for (int i = 0; i < length && bytes.length > 0; i++) {
      repeated[i] = bytes[i % bytes.length];
    }
    return repeated;
  }

  /// As the package's documentation has it.
  private static void writeHeader(
      OutputStream patch, long viewBytes, long resultBytes, long scratchBytes, Workspace workspace)
      throws IOException {
    patch.write(new byte[] {'S', 'L', 'D', 'P', 2});
    Varint.write(patch, BASE_BYTES);
    Varint.write(patch, resultBytes);
    Varint.write(patch, viewBytes);
    Varint.write(patch, scratchBytes);
    workspace.write(patch);
    patch.write(Digest.sha256(Applying.BASE).bytes());
    patch.write(Digest.sha256(new byte[0]).bytes());
  }

  /// The writer goes along with what it writes, as a patcher does, and so refuses the same.
  private static boolean isWritten(EditedBody body, Workspace workspace, OutputStream patch)
      throws IOException {
    try {
      body.code(workspace, Runnable::run, _ -> {}).write(patch);
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalStateException refused
          && refused.getCause() instanceof MalformedPatchException) {
        return false;
      }
      throw e;
    }
  }
}
