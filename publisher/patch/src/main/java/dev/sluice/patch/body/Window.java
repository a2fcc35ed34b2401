package dev.sluice.patch.body;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.wire.PatchInput;
import java.io.IOException;
import java.io.OutputStream;

/// Bytes of the base's view that stand in the dictionary before a section.
///
/// In a patch: nothing if the workspace has no windows, else the start and the length as varints.
///
/// @param start in the base's view
/// @param lengthBytes at most what the workspace says
public record Window(long start, int lengthBytes) {
  public static final Window NONE = new Window(0, 0);

  /// @throws MalformedPatchException if it is longer than the workspace says, or reaches behind the
  ///     base's view
  static Window read(PatchInput input, long oldLength, Workspace workspace)
      throws IOException, MalformedPatchException {
    if (workspace.maxWindowBytes() == 0) {
      return NONE;
    }
    long start = input.readVarint(oldLength, "the start of a window");
    long most = Math.min(workspace.maxWindowBytes(), oldLength - start);
    return new Window(start, (int) input.readVarint(most, "the length of a window"));
  }

  public void write(OutputStream target, Workspace workspace) throws IOException {
    if (workspace.maxWindowBytes() > 0) {
      Varint.write(target, start);
      Varint.write(target, lengthBytes);
    }
  }
}
