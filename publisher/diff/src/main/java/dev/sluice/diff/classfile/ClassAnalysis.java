package dev.sluice.diff.classfile;

import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.ComparingSink;
import dev.sluice.formats.classfile.ClassForm;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Recipe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Finds classes, and finds out whether they come out again as they were.
public final class ClassAnalysis {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int FIRST_LOOK_BYTES = 1 << 14;
  private static final int LOOK_FACTOR = 8;

  private ClassAnalysis() {}

  /// Whether a class seems to begin there.
  public static boolean isMarked(MemorySegment file, long start) {
    return start + Integer.BYTES <= file.byteSize() && file.get(WORD, start) == ClassFormat.MAGIC;
  }

  /// Length of the class that begins at `start` of `file`, as its parts tell; 0 if there is none,
  /// or it is too long to be taken apart.
  ///
  /// @param looked is told how many bytes were looked at
  public static int lengthBytes(MemorySegment file, long start, ByteSink looked)
      throws IOException, MalformedPatchException {
    long left = Math.min(file.byteSize() - start, ClassFormat.MAX_CLASS_BYTES);
    for (long look = FIRST_LOOK_BYTES; ; look *= LOOK_FACTOR) {
      int count = (int) Math.min(look, left);
      var bytes = file.asSlice(start, count).toArray(ValueLayout.JAVA_BYTE);
      looked.write(bytes, 0, count);
      try {
        return ClassForm.length(bytes, count);
      } catch (MalformedPatchException _) {
        if (count == left) {
          return 0;
        }
      }
    }
  }

  /// Takes the class that fills `[start, start + lengthBytes)` of `file` apart.
  ///
  /// @param contents takes what it holds, if it is found
  public static Analysis analyze(
      MemorySegment file, long start, long lengthBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    if (lengthBytes > ClassFormat.MAX_CLASS_BYTES) {
      return new Analysis.NotReproducible("it is longer than any that is taken apart");
    }
    var bytes = file.asSlice(start, lengthBytes).toArray(ValueLayout.JAVA_BYTE);
    ByteBuilder form;
    try {
      form = ClassForm.disassemble(bytes, bytes.length);
    } catch (MalformedPatchException _) {
      return new Analysis.NotThisFormat();
    }
    var comparison = new ComparingSink(file, start, start + lengthBytes);
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
        lengthBytes,
        form.length(),
        new Recipe(new byte[0]),
        ClassFormat.memoryBytes(Math.max(bytes.length, form.length())));
  }
}
