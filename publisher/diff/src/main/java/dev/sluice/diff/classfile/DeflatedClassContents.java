package dev.sluice.diff.classfile;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.SegmentInput;
import dev.sluice.diff.stream.WholeContents;
import dev.sluice.formats.ClassFile;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.DeflatedClass;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Class files that fill a deflate stream.
public record DeflatedClassContents() implements WholeContents {
  @Override
  public StreamFormat format() {
    return new DeflatedClass();
  }

  @Override
  public StreamFormat outer() {
    return new Deflate();
  }

  @Override
  public Feature feature() {
    return Feature.DEFLATED_CLASSES;
  }

  @Override
  public Analysis analyze(MemorySegment contents, ByteSink form)
      throws IOException, MalformedPatchException {
    return ClassAnalysis.isMarked(contents, 0)
        ? ClassAnalysis.analyze(contents, 0, contents.byteSize(), form)
        : new Analysis.NotThisFormat();
  }

  @Override
  public boolean isExpanded(MemorySegment contents, long maxMemoryBytes, ByteSink form)
      throws IOException {
    if (!ClassAnalysis.isMarked(contents, 0)) {
      return false;
    }
    try {
      new ClassFile()
          .expand(new SegmentInput(contents, 0), contents.byteSize(), maxMemoryBytes, form);
      return true;
    } catch (MalformedPatchException _) {
      return false;
    }
  }

  @Override
  public long expanderBytes(long contentsBytes) {
    return ClassFormat.memoryBytes(contentsBytes);
  }
}
