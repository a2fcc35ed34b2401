package dev.sluice.diff.xz;

import dev.sluice.diff.feature.Feature;
import dev.sluice.diff.stream.Analysis;
import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSearch;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.Xz;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import org.tukaani.xz.SingleXZInputStream;

/// Streams of xz: where they stand, and how they were made, see [XzAnalysis].
public final class XzSearch implements StreamSearch {
  /// Dictionary of `xz -6` and the decoder around it.
  private static final long EXPANDER_BYTES = 9L << 20;

  private final long maxContentsBytes;

  /// @param maxContentsBytes a stream that holds more is left alone
  public XzSearch(long maxContentsBytes) {
    this.maxContentsBytes = maxContentsBytes;
  }

  @Override
  public StreamFormat format() {
    return new Xz();
  }

  @Override
  public Feature feature() {
    return Feature.XZ;
  }

  @Override
  public Analysis analyze(
      MemorySegment file, FoundStream stream, long maxMemoryBytes, ByteSink contents)
      throws IOException, MalformedPatchException {
    return XzAnalysis.analyze(file, stream.start(), maxContentsBytes, maxMemoryBytes, contents);
  }

  @Override
  public long expanderBytes(MemorySegment file, FoundStream stream) {
    return EXPANDER_BYTES;
  }

  /// The magic bytes of a stream.
  public record Signature() implements StreamSignature {
    private static final int WORD = 0x587a37fd;
    private static final int LAST_BYTES = 0x5a;
    private static final int MEMORY_KIB = 1 << 18;
    private static final int BUFFER_BYTES = 1 << 14;

    @Override
    public String firstBytes() {
      return "\u00fd";
    }

    @Override
    public boolean isAt(int word) {
      return word == WORD;
    }

    @Override
    public long find(StreamRegion region, long at) throws IOException {
      return region.shortAt(at + Integer.BYTES) == LAST_BYTES
          ? region.tryStream(new Xz(), at, counter -> lengthBytes(region.input(at), counter))
          : -1;
    }

    private static long lengthBytes(InputStream input, ByteSink counter)
        throws MalformedPatchException {
      var source = new CountingInput(input);
      try {
        var buffer = new byte[BUFFER_BYTES];
        var stream = new SingleXZInputStream(source, MEMORY_KIB);
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
          counter.write(buffer, 0, count);
        }
      } catch (IOException e) {
        throw MalformedPatchException.corrupt(0, "a stream of xz: " + e.getMessage());
      }
      return source.count;
    }
  }

  /// Counts what is read.
  private static final class CountingInput extends InputStream {
    private final InputStream source;
    private long count;

    private CountingInput(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      int value = source.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = source.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
