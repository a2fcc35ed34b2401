package dev.sluice.delta.classfile;

import dev.sluice.delta.stream.ByteSink;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;

/// Takes a class of a base apart. Its bytes arrive piece by piece.
public final class ClassExpander implements ByteSink {
  private final ByteBuilder file;

  /// @param maxMemoryBytes what that may take, see [ClassFormat#memoryBytes]
  public ClassExpander(long maxMemoryBytes) {
    file = new ByteBuilder(ClassFormat.maxBytes(maxMemoryBytes));
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws MalformedPatchException {
    file.add(bytes, offset, count);
  }

  /// Writes the contents of the class, all of which has arrived.
  ///
  /// @throws MalformedPatchException if it is none
  public void finish(ByteSink contents) throws IOException, MalformedPatchException {
    var form = new ByteBuilder(ClassFormat.MAX_CONTENTS_BYTES);
    int length = ClassForm.disassemble(file.array(), file.length(), form);
    if (length != file.length()) {
      throw MalformedPatchException.corrupt(length, "a class file with nothing behind it");
    }
    contents.write(form.array(), 0, form.length());
  }
}
