package dev.sluice.diff.zstd;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.Zstd;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.zstd.ZstdExpander;
import dev.sluice.formats.zstd.ZstdFrame;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/// Frames of zstd: where they stand, and how they were made, see [ZstdAnalysis].
public final class ZstdSearch implements StreamSearch {
  private final ZstdAnalysis analysis;

  /// @param maxContentsBytes a frame that holds more is left alone
  /// @param maxMemoryBytes a frame that takes a device more is left alone
  /// @param features says what is tried
  public ZstdSearch(long maxContentsBytes, long maxMemoryBytes, Set<Feature> features) {
    analysis = new ZstdAnalysis(maxContentsBytes, maxMemoryBytes, features);
  }

  @Override
  public StreamFormat format() {
    return new Zstd();
  }

  @Override
  public Feature feature() {
    return Feature.ZSTD;
  }

  @Override
  public Analysis analyze(
      MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return analysis.analyze(file, stream.start(), contents);
  }

  @Override
  public long expanderBytes(MemorySegment file, FoundStream stream) {
    return ZstdExpander.memoryBytes(file, stream.start());
  }

  /// The magic number of a frame.
  public record Signature() implements StreamSignature {
    private static final long MAX_MEMORY_BYTES = 1 << 28;

    @Override
    public String firstBytes() {
      return "(";
    }

    @Override
    public boolean isAt(int word) {
      return word == ZstdFrame.MAGIC;
    }

    @Override
    public long find(StreamRegion region, long at) throws IOException {
      return region.tryStream(
          new Zstd(),
          at,
          counter -> {
            long bytes = ZstdAnalysis.lengthBytes(region.bytes(), at);
            if (bytes > 0) {
              long _ = ZstdExpander.expand(region.input(at), bytes, MAX_MEMORY_BYTES, counter);
            }
            return bytes;
          });
    }
  }
}
