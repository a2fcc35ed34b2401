package dev.sluice.patch.body;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.coding.BitDecoder;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.wire.PatchInput;
import dev.sluice.patch.wire.PatchLengths;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Reads the body of a patch: the layout, then section by section.
public final class BodyReader {
  private final PatchInput input;
  private final Workspace workspace;
  private final long viewBytes;
  private long viewAt;

  /// @param viewBytes length of the result's view
  public BodyReader(PatchInput input, Workspace workspace, long viewBytes) {
    this.input = input;
    this.workspace = workspace;
    this.viewBytes = viewBytes;
  }

  /// Reads the layout, which comes first.
  public Layout readLayout() throws IOException, MalformedPatchException {
    long length = input.readVarint(PatchLengths.MAX_LENGTH, "the length of the layout");
    if (length == 0) {
      return Layout.PLAIN;
    }
    var code = new Code(length);
    var layout = LayoutCodec.code(new BitDecoder(code), Layout.PLAIN, workspace.streamBytes());
    code.requireEnd();
    return layout;
  }

  /// Goes on where a section begins.
  ///
  /// @param patchOffset its place in the patch, behind what was read
  /// @param viewOffset its place in the view
  public void goOnFrom(long patchOffset, long viewOffset)
      throws IOException, MalformedPatchException {
    if (patchOffset < input.offset() || viewOffset > viewBytes) {
      throw MalformedPatchException.corrupt(
          input.offset(),
          "a checkpoint within the patch, not %d, %d".formatted(patchOffset, viewOffset));
    }
    input.skipTo(patchOffset, "the section behind a checkpoint");
    viewAt = viewOffset;
  }

  /// Bytes of the patch that were used.
  public long patchOffset() {
    return input.offset();
  }

  /// Bytes of the view that were made.
  public long viewOffset() {
    return viewAt;
  }

  /// Whether there is another section.
  public boolean hasSection() {
    return viewAt < viewBytes;
  }

  /// Reads a section and writes what it makes.
  ///
  /// @param old the base's view
  public void readSection(ByteSource old, long oldLength, ByteSink view)
      throws IOException, MalformedPatchException {
    long length = input.readVarint(viewBytes - viewAt, "the bytes made by a section");
    if (length == 0) {
      throw MalformedPatchException.corrupt(input.offset(), "a section that makes something");
    }
    long codeBytes = input.readVarint(PatchLengths.MAX_LENGTH, "the length of a section");
    if (workspace.isDictionary()) {
      var window = Window.read(input, oldLength, workspace);
      DictionaryCode.decode(
          input, codeBytes, length, workspace.dictionaryBits(), old, window, view);
    } else {
      var code = new Code(codeBytes);
      new SectionCodec(new BitDecoder(code), old, oldLength, workspace, new Unknown(view))
          .code(viewAt, length);
      code.requireEnd();
    }
    viewAt += length;
  }

  /// What a section says without the base.
  ///
  /// @param viewBytes what it makes
  /// @param codeBytes length of its code
  /// @param windowBytes bytes of the base's view in its dictionary; empty if it has no dictionary
  /// @param edits number of edits; 1, an insertion, if it has a dictionary
  /// @param copiedBytes bytes that are copied from the base, and corrected
  public record Section(
      long viewBytes, long codeBytes, OptionalLong windowBytes, int edits, long copiedBytes) {}

  /// Reads a section's edits and passes over the rest.
  ///
  /// @param oldLength length of the base's view
  public Section skipSection(long oldLength) throws IOException, MalformedPatchException {
    long length = input.readVarint(viewBytes - viewAt, "the bytes made by a section");
    if (length == 0) {
      throw MalformedPatchException.corrupt(input.offset(), "a section that makes something");
    }
    long codeBytes = input.readVarint(PatchLengths.MAX_LENGTH, "the length of a section");
    var code = new Code(codeBytes);
    boolean isDictionary = workspace.isDictionary();
    long window = Window.read(input, oldLength, workspace).lengthBytes();
    var copied = isDictionary ? new long[1] : readCopies(code, oldLength, length);
    code.skip();
    viewAt += length;
    var windowBytes = isDictionary ? OptionalLong.of(window) : OptionalLong.empty();
    return new Section(length, codeBytes, windowBytes, copied.length, Arrays.stream(copied).sum());
  }

  private long[] readCopies(Code code, long oldLength, long length)
      throws IOException, MalformedPatchException {
    ByteSource nothing = (_, _) -> -1;
    var side = new Unknown((_, _, _) -> {});
    return new SectionCodec(new BitDecoder(code), nothing, oldLength, workspace.ofEdits(), side)
        .codeCopyLengths(viewAt, length);
  }

  /// Checks that nothing follows.
  public void finish() throws IOException, MalformedPatchException {
    if (input.readByteOrEnd() >= 0) {
      throw MalformedPatchException.corrupt(input.offset(), "nothing behind the last section");
    }
  }

  /// Bytes of an arithmetic code: so many, and then zeros.
  private final class Code implements BitDecoder.Source {
    private long left;

    private Code(long length) {
      this.left = length;
    }

    @Override
    public int read() throws IOException, MalformedPatchException {
      if (left == 0) {
        return 0;
      }
      left--;
      return input.readByte("the rest of a section");
    }

    private void skip() throws IOException, MalformedPatchException {
      while (left > 0) {
        var _ = read();
      }
    }

    private void requireEnd() throws MalformedPatchException {
      if (left > 0) {
        throw MalformedPatchException.corrupt(input.offset(), "sections of their length");
      }
    }
  }

  /// The patcher's end of a section.
  private record Unknown(ByteSink view) implements SectionSide {
    @Override
    public List<ExecutablePair> executables() {
      return List.of();
    }

    @Override
    public int edits() {
      return 0;
    }

    @Override
    public long copyStart(int edit) {
      return 0;
    }

    @Override
    public long copyLength(int edit) {
      return 0;
    }

    @Override
    public long insertLength(int edit) {
      return 0;
    }

    @Override
    public void load(byte[] right, int count) {}

    @Override
    public boolean isWrong(byte[] bytes, byte[] right, int from, int to) {
      return false;
    }

    @Override
    public void made(byte[] bytes, int count) throws IOException, MalformedPatchException {
      view.write(bytes, 0, count);
    }
  }
}
