package dev.sluice.formats.classfile;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Takes a class of a base apart. Its bytes arrive piece by piece.
public final class ClassExpander implements ByteSink {
  private final int maxBytes;
  private final ByteBuilder file;

  /// @param maxMemoryBytes what that may take, see [ClassFormat#memoryBytes]
  public ClassExpander(long maxMemoryBytes) throws MalformedPatchException {
    maxBytes = ClassFormat.maxBytes(maxMemoryBytes);
    file = new ByteBuilder(0, new Allowance(maxMemoryBytes));
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws MalformedPatchException {
    if (count > maxBytes - file.length()) {
      throw MalformedPatchException.corrupt(
          file.length(), "a class of at most " + maxBytes + " bytes");
    }
    file.add(bytes, offset, count);
  }

  /// Writes the contents of the class, all of which has arrived.
  ///
  /// @throws MalformedPatchException if it is none
  public void finish(ByteSink contents) throws IOException, MalformedPatchException {
    var form = ClassForm.disassemble(file.array(), file.length());
    contents.write(form.array(), 0, form.length());
  }
}
