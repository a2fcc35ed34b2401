package dev.sluice.diff.lz4;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.formats.Lz4Block;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// How bare LZ4 blocks were made, see [Lz4BlockAnalysis]; they have no signature.
public record Lz4BlockSearch() implements StreamSearch {
  @Override
  public StreamFormat format() {
    return new Lz4Block();
  }

  @Override
  public Feature feature() {
    return Feature.LZ4_BLOCKS;
  }

  @Override
  public Analysis analyze(
      MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return Lz4BlockAnalysis.analyze(file, stream.start(), stream.compressedBytes(), contents);
  }
}
