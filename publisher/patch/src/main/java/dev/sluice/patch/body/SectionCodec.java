package dev.sluice.patch.body;

import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.coding.BitCoder;
import dev.sluice.patch.coding.CorrectionModel;
import dev.sluice.patch.coding.EditModel;
import dev.sluice.patch.coding.History;
import dev.sluice.patch.coding.InsertionModel;
import dev.sluice.patch.coding.NumberModel;
import java.io.IOException;
import java.util.List;

/// Codes a section of a result's view: first its edits, all of them, then what they correct and
/// insert.
///
/// All models start anew with a section, so that a patcher can begin with any.
public final class SectionCodec {
  /// Insertions are coded in stretches of so many bytes; the last one may be shorter.
  public static final int INSERTION_STEP_BYTES = 1 << 12;

  private static final int BUFFER_BYTES = 1 << 14;

  private final BitCoder coder;
  private final ByteSource old;
  private final long oldLength;
  private final SectionSide side;
  private final History history;
  private final InsertionModel insertions;
  private final CorrectionModel corrections;
  private final int maxEdits;
  private final boolean hasExecutables;

  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final byte[] right = new byte[BUFFER_BYTES];
  private final byte[] marks = new byte[BUFFER_BYTES];
  private final byte[] parallel = new byte[BUFFER_BYTES];

  private List<ExecutablePair> executables = List.of();
  private long[] copyStarts = new long[0];
  private long[] copyLengths = new long[0];
  private long[] insertLengths = new long[0];

  /// Allocates what the workspace says.
  public SectionCodec(
      BitCoder coder, ByteSource old, long oldLength, Workspace workspace, SectionSide side) {
    this.coder = coder;
    this.old = old;
    this.oldLength = oldLength;
    this.side = side;
    this.maxEdits = workspace.maxEdits();
    this.hasExecutables = workspace.hasExecutables();
    this.history = new History(workspace.historyBits());
    this.insertions = new InsertionModel(workspace.insertionBits(), history);
    this.corrections = new CorrectionModel(workspace.correctionBits());
  }

  /// Codes the section that makes `[viewAt, viewAt + length)` of the view.
  public void code(long viewAt, long length) throws IOException, MalformedPatchException {
    codeEdits(viewAt, length);
    var predictor =
        new CopyPredictor(old, oldLength, executables, visitor -> visitCopies(viewAt, visitor));
    long oldAt = 0;
    long newAt = viewAt;
    for (int i = 0; i < copyLengths.length; i++) {
      if (copyLengths[i] > 0) {
        predictor.startCopy(copyStarts[i], newAt, copyLengths[i]);
        codeCopy(predictor, copyStarts[i], copyLengths[i]);
        oldAt = copyStarts[i] + copyLengths[i];
      }
      if (insertLengths[i] > 0) {
        codeInsertion(oldAt, insertLengths[i]);
      }
      newAt += copyLengths[i] + insertLengths[i];
    }
  }

  private void visitCopies(long viewAt, CopyPredictor.Copies.Visitor visitor) throws IOException {
    long newAt = viewAt;
    for (int i = 0; i < copyLengths.length; i++) {
      visitor.accept(copyStarts[i], newAt, copyLengths[i]);
      newAt += copyLengths[i] + insertLengths[i];
    }
  }

  /// Codes the edits alone, which come first, and forgets the rest.
  ///
  /// @return bytes that each copies
  long[] codeCopyLengths(long viewAt, long length) throws IOException, MalformedPatchException {
    codeEdits(viewAt, length);
    return copyLengths;
  }

  private void codeEdits(long viewAt, long length) throws IOException, MalformedPatchException {
    executables = ExecutablesCodec.code(coder, viewAt, viewAt + length, side.executables());
    if (!executables.isEmpty() && !hasExecutables) {
      throw MalformedPatchException.corrupt(0, "no executables where none are declared");
    }
    long count = new NumberModel(1).code(coder, 0, side.edits());
    if (count > maxEdits) {
      throw MalformedPatchException.corrupt(0, "at most " + maxEdits + " edits in a section");
    }
    copyStarts = new long[(int) count];
    copyLengths = new long[(int) count];
    insertLengths = new long[(int) count];
    var model = new EditModel(viewAt);
    long left = length;
    for (int i = 0; i < count; i++) {
      boolean isKnown = i < side.edits();
      model.code(
          coder,
          isKnown ? side.copyStart(i) : 0,
          isKnown ? side.copyLength(i) : 0,
          isKnown ? side.insertLength(i) : 0);
      requireWithin(model, left);
      left -= model.copyLength() + model.insertLength();
      copyStarts[i] = model.copyStart();
      copyLengths[i] = model.copyLength();
      insertLengths[i] = model.insertLength();
    }
    if (left != 0) {
      throw MalformedPatchException.corrupt(viewAt, "edits that make their section");
    }
  }

  private void requireWithin(EditModel edit, long left) throws MalformedPatchException {
    if (edit.copyLength() > left || edit.insertLength() > left - edit.copyLength()) {
      throw MalformedPatchException.corrupt(0, "edits that end with their section");
    }
    if (edit.copyLength() > 0
        && (edit.copyStart() < 0 || edit.copyStart() > oldLength - edit.copyLength())) {
      throw MalformedPatchException.corrupt(0, "copies from within the base");
    }
  }

  private void codeCopy(CopyPredictor predictor, long start, long length)
      throws IOException, MalformedPatchException {
    for (long done = 0; done < length; ) {
      int count = predictor.maxPiece((int) Math.min(BUFFER_BYTES, length - done));
      old.readFully(start + done, bytes, count);
      side.load(right, count);
      codeCorrections(count, predictor.predict(bytes, marks, count));
      predictor.learn(bytes, count);
      history.add(bytes, 0, count);
      side.made(bytes, count);
      done += count;
    }
  }

  private void codeCorrections(int count, boolean hasMarks)
      throws IOException, MalformedPatchException {
    for (int from = 0; from < count; from += CorrectionModel.GROUP) {
      int to = Math.min(count, from + CorrectionModel.GROUP);
      boolean isMarked = hasMarks && isMarked(from, to);
      if (corrections.codeHasAny(coder, isMarked, side.isWrong(bytes, right, from, to))) {
        corrections.code(coder, bytes, marks, from, to, right);
      }
    }
  }

  private boolean isMarked(int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= marks[i];
    }
    return any != 0;
  }

  private void codeInsertion(long oldAt, long length) throws IOException, MalformedPatchException {
    insertions.interrupt();
    for (long done = 0; done < length; ) {
      int count = (int) Math.min(INSERTION_STEP_BYTES, length - done);
      int known = (int) Math.clamp(oldLength - oldAt - done, 0L, count);
      old.readFully(oldAt + done, parallel, known);
      side.load(right, count);
      if (insertions.codeIsRandom(coder, right, count)) {
        insertions.codeRandom(coder, right, bytes, count);
      } else {
        for (int i = 0; i < count; i++) {
          int place = InsertionModel.place(done + i);
          bytes[i] =
              insertions.code(coder, right[i] & 0xff, i < known ? parallel[i] & 0xff : -1, place);
        }
      }
      side.made(bytes, count);
      done += count;
    }
  }
}
