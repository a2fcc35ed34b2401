package dev.sluice.diff.deflate;

import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSignature;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.deflate.Inflation;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Set;
import java.util.zip.Adler32;

/// Deflate streams in zlib's format (RFC 1950), as in PDF and PNG files and in executables' debug
/// sections.
///
/// Two bytes are met by chance in every file: only its checksum tells a stream.
public record ZlibSignature() implements StreamSignature {
  /// With a window of 32 KiB and no dictionary, at any level (section 2.2).
  private static final Set<Integer> HEADS = Set.of(0x0178, 0x5e78, 0x9c78, 0xda78);

  private static final int HEAD_BYTES = 2;

  @Override
  public String firstBytes() {
    return "x";
  }

  @Override
  public boolean isAt(int word) {
    return HEADS.contains(word & 0xffff);
  }

  @Override
  public long find(StreamRegion region, long at) throws IOException {
    long start = at + HEAD_BYTES;
    var checksum = new Adler32();
    long end =
        region.tryStream(
            new Deflate(),
            start,
            counter -> {
              long bytes =
                  Inflation.expand(
                      region.input(start),
                      region.lengthBytes() - start,
                      (contents, offset, count) -> {
                        counter.write(contents, offset, count);
                        checksum.update(contents, offset, count);
                      });
              requireChecksum(region, start + bytes, checksum);
              return bytes;
            });
    return end < 0 ? -1 : end + Integer.BYTES;
  }

  private static void requireChecksum(StreamRegion region, long at, Adler32 checksum)
      throws MalformedPatchException {
    if (at + Integer.BYTES > region.lengthBytes()
        || Integer.reverseBytes(region.intAt(at)) != (int) checksum.getValue()) {
      throw MalformedPatchException.corrupt(at, "the checksum of a stream of zlib");
    }
  }
}
