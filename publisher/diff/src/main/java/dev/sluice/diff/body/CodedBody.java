package dev.sluice.diff.body;

import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.body.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// The body of a patch, coded and in memory, piece by piece since it may be longer than an array.
public final class CodedBody {
  private final List<byte[]> pieces = new ArrayList<>();
  private long lengthBytes;

  CodedBody(byte[] layoutCode) throws IOException {
    var head = new ByteArrayOutputStream();
    Varint.write(head, layoutCode.length);
    add(head.toByteArray());
    add(layoutCode);
  }

  void add(long viewBytes, PatchBody.Code code, Workspace workspace) throws IOException {
    var head = new ByteArrayOutputStream();
    Varint.write(head, viewBytes);
    Varint.write(head, code.bytes().length);
    code.window().write(head, workspace);
    add(head.toByteArray());
    add(code.bytes());
  }

  private void add(byte[] piece) {
    pieces.add(piece);
    lengthBytes += piece.length;
  }

  /// Its length.
  public long lengthBytes() {
    return lengthBytes;
  }

  /// Writes it.
  public void write(OutputStream target) throws IOException {
    for (var piece : pieces) {
      target.write(piece);
    }
  }
}
