package dev.sluice.delta.classfile;

import dev.sluice.delta.stream.Analysis;
import dev.sluice.delta.stream.ByteSink;
import dev.sluice.delta.stream.ComparingSink;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Finds out whether a class file comes out again as it was.
public final class ClassAnalysis {
  private ClassAnalysis() {}

  /// Looks at the bytes of `file` from `start` on.
  ///
  /// @param end where a class ends at the latest
  /// @param contents takes what it holds, if it is found
  public static Analysis analyze(MemorySegment file, long start, long end, ByteSink contents)
      throws IOException, MalformedPatchException {
    int available = (int) Math.min(end - start, ClassFormat.MAX_CLASS_BYTES);
    var bytes = file.asSlice(start, available).toArray(ValueLayout.JAVA_BYTE);
    var form = new ByteBuilder(ClassFormat.MAX_CONTENTS_BYTES);
    int length;
    try {
      length = ClassForm.disassemble(bytes, available, form);
    } catch (MalformedPatchException _) {
      return new Analysis.NotThisFormat();
    }
    var comparison = new ComparingSink(file, start, start + length);
    try {
      ClassForm.assemble(form.array(), form.length(), comparison);
    } catch (MalformedPatchException | ComparingSink.DifferenceException e) {
      return new Analysis.NotReproducible("it comes out otherwise: " + e.getMessage());
    }
    if (!comparison.isComplete()) {
      return new Analysis.NotReproducible("it comes out shorter");
    }
    contents.write(form.array(), 0, form.length());
    return new Analysis.Found(
        length,
        form.length(),
        new Analysis.Recipe(new byte[0]),
        ClassFormat.memoryBytes(Math.max(length, form.length())));
  }
}
