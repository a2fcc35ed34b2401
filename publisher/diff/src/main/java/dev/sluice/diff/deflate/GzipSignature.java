package dev.sluice.diff.deflate;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.deflate.Inflation;
import java.io.IOException;

/// Deflate streams behind the headers of gzip members (RFC 1952, section 2.3).
public record GzipSignature() implements StreamSignature {
  private static final int WORD = 0x00088b1f;
  private static final int MASK = 0xffffff;
  private static final int HEADER_BYTES = 10;
  private static final int CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  @Override
  public String firstBytes() {
    return "\u001f";
  }

  @Override
  public boolean isAt(int word) {
    return (word & MASK) == WORD;
  }

  @Override
  public long find(StreamRegion region, long at) throws IOException {
    long start = start(region, at);
    return region.tryStream(
        new Deflate(),
        start,
        counter -> Inflation.expand(region.input(start), region.lengthBytes() - start, counter));
  }

  private static long start(StreamRegion region, long at) {
    int flags = region.bytes().get(JAVA_BYTE, at + 3);
    long start = at + HEADER_BYTES;
    if ((flags & EXTRA) != 0 && start + 2 < region.lengthBytes()) {
      start += 2 + region.shortAt(start);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      if ((flags & text) != 0) {
        while (start < region.lengthBytes() && region.bytes().get(JAVA_BYTE, start) != 0) {
          start++;
        }
        start++;
      }
    }
    return (flags & CRC) != 0 ? start + 2 : start;
  }
}
