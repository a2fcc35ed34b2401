package dev.sluice.formats.classfile;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;

/// Makes a class file again, when all its contents have arrived.
public final class ClassRebuilder implements StreamRebuilder {
  private final ByteSink output;
  private byte[] contents;
  private int length;

  /// @param contentsBytes length of the contents
  /// @param maxMemoryBytes what making the class may take
  /// @throws MalformedPatchException if that is too little
  public ClassRebuilder(long contentsBytes, ByteSink output, long maxMemoryBytes)
      throws MalformedPatchException {
    if (contentsBytes > ClassFormat.MAX_CONTENTS_BYTES
        || ClassFormat.memoryBytes(contentsBytes) > maxMemoryBytes) {
      throw MalformedPatchException.corrupt(
          0, "a class whose contents fit the memory, not of " + contentsBytes + " bytes");
    }
    this.output = output;
    this.contents = new byte[(int) contentsBytes];
  }

  @Override
  public void accept(byte[] bytes, int offset, int count) throws MalformedPatchException {
    if (count > contents.length - length) {
      throw MalformedPatchException.corrupt(length, "contents of their length");
    }
    System.arraycopy(bytes, offset, contents, length, count);
    length += count;
  }

  @Override
  public void finish() throws IOException, MalformedPatchException {
    ClassForm.assemble(contents, length, output);
  }

  @Override
  public long memoryBytes() {
    return ClassFormat.memoryBytes(contents.length);
  }

  @Override
  public void close() {}
}
