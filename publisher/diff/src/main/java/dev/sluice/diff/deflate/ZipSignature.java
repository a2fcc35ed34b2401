package dev.sluice.diff.deflate;

import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.deflate.Inflation;
import java.io.IOException;

/// Deflate streams behind the local headers of zip files (APPNOTE, section 4.3.7).
public record ZipSignature() implements StreamSignature {
  private static final int WORD = 0x04034b50;
  private static final int HEADER_BYTES = 30;

  @Override
  public String firstBytes() {
    return "P";
  }

  @Override
  public boolean isAt(int word) {
    return word == WORD;
  }

  @Override
  public long find(StreamRegion region, long at) throws IOException {
    long start = start(region, at);
    return region.tryStream(
        new Deflate(),
        start,
        counter -> Inflation.expand(region.input(start), region.lengthBytes() - start, counter));
  }

  /// Behind the header; -1 if the stream is encrypted, or none of deflate.
  private static long start(StreamRegion region, long at) {
    boolean isDeflate =
        at + HEADER_BYTES <= region.lengthBytes()
            && (region.shortAt(at + 6) & 1) == 0
            && region.shortAt(at + 8) == 8;
    return isDeflate ? at + HEADER_BYTES + region.shortAt(at + 26) + region.shortAt(at + 28) : -1;
  }
}
