package dev.sluice.diff.classfile;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.ClassFile;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.classfile.ClassFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Class files: where they stand, and whether they come out again, see [ClassAnalysis].
public record ClassSearch() implements StreamSearch {
  @Override
  public StreamFormat format() {
    return new ClassFile();
  }

  @Override
  public Feature feature() {
    return Feature.CLASS_FILES;
  }

  @Override
  public Analysis analyze(
      MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return ClassAnalysis.analyze(file, stream.start(), stream.compressedBytes(), contents);
  }

  @Override
  public long expanderBytes(MemorySegment file, FoundStream stream) {
    return ClassFormat.memoryBytes(stream.compressedBytes());
  }

  @Override
  public boolean isContainer() {
    return false;
  }

  /// The magic number of a class.
  public record Signature() implements StreamSignature {
    @Override
    public String firstBytes() {
      return "\u00ca";
    }

    @Override
    public boolean isAt(int word) {
      return word == Integer.reverseBytes(ClassFormat.MAGIC);
    }

    @Override
    public long find(StreamRegion region, long at) throws IOException {
      return region.tryStream(
          new ClassFile(), at, counter -> ClassAnalysis.lengthBytes(region.bytes(), at, counter));
    }
  }
}
