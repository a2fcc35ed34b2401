package dev.sluice.diff.lz4;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.Lz4Frame;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.lz4.Lz4Expander;
import dev.sluice.formats.lz4.Lz4Format;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.lang.foreign.MemorySegment;

/// LZ4's legacy frames: where they stand, and how they were made, see [Lz4Analysis].
public final class Lz4FrameSearch implements StreamSearch {
  private final long maxContentsBytes;

  /// @param maxContentsBytes a stream that holds more is left alone
  public Lz4FrameSearch(long maxContentsBytes) {
    this.maxContentsBytes = maxContentsBytes;
  }

  @Override
  public StreamFormat format() {
    return new Lz4Frame();
  }

  @Override
  public Feature feature() {
    return Feature.LZ4_FRAMES;
  }

  @Override
  public Analysis analyze(
      MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return Lz4Analysis.analyze(file, stream.start(), maxContentsBytes, contents);
  }

  /// The magic number of a frame.
  public record Signature() implements StreamSignature {
    @Override
    public String firstBytes() {
      return "\u0002";
    }

    @Override
    public boolean isAt(int word) {
      return word == Lz4Format.MAGIC;
    }

    @Override
    public long find(StreamRegion region, long at) throws IOException {
      return region.tryStream(new Lz4Frame(), at, counter -> lengthBytes(region, at, counter));
    }

    /// Blocks follow each other without an end mark: the last one is not full, or nothing that
    /// could be a block follows.
    private static long lengthBytes(StreamRegion region, long start, ByteSink counter)
        throws IOException, MalformedPatchException {
      var magic = region.bytes().asSlice(start, Integer.BYTES).toArray(JAVA_BYTE);
      long end = start + Integer.BYTES;
      boolean isFull = true;
      while (isFull && end + Integer.BYTES < region.lengthBytes()) {
        long blockBytes = Integer.BYTES + (region.intAt(end) & 0xffff_ffffL);
        if (end + blockBytes > region.lengthBytes() || blockBytes == Integer.BYTES) {
          break;
        }
        long contentsBytes;
        try (var block =
            new SequenceInputStream(new ByteArrayInputStream(magic), region.input(end))) {
          contentsBytes = Lz4Expander.expand(block, Integer.BYTES + blockBytes, counter);
        } catch (MalformedPatchException _) {
          break;
        }
        end += blockBytes;
        isFull = contentsBytes == Lz4Format.BLOCK_BYTES;
      }
      return end - start > Integer.BYTES ? end - start : 0;
    }
  }
}
