package dev.sluice.diff.view;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.diff.stream.FoundStream;
import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSignature;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Finds compressed streams by their signatures, wherever they stand.
///
/// A stream counts when it can be taken apart to its end; the search goes on behind it. Attempts
/// that fail may cost [#MAX_WASTE_FACTOR] times the region's length, so that no file makes the
/// search quadratic.
final class StreamFinder {
  private static final int MAX_WASTE_FACTOR = 4;
  private static final long MIN_WASTE_BYTES = 1 << 24;

  private final StreamRegion region;
  private final List<StreamSignature> signatures;
  private final boolean[] mayBegin = new boolean[1 << Byte.SIZE];

  private StreamFinder(StreamRegion region, List<StreamSignature> signatures) {
    this.region = region;
    this.signatures = signatures;
    signatures.forEach(
        signature -> signature.firstBytes().chars().forEach(first -> mayBegin[first] = true));
  }

  /// The streams of a region, in order, none within another.
  ///
  /// @param maxContentsBytes a stream that holds more is left alone
  static List<FoundStream> find(
      MemorySegment bytes, long maxContentsBytes, List<StreamSignature> signatures)
      throws IOException {
    var region = new StreamRegion(bytes, maxContentsBytes);
    new StreamFinder(region, signatures).run();
    return region.found();
  }

  private void run() throws IOException {
    long length = region.lengthBytes();
    long maxWaste = MAX_WASTE_FACTOR * length + MIN_WASTE_BYTES;
    long at = 0;
    while (at + StreamRegion.MIN_STREAM_BYTES < length && region.wasteBytes() <= maxWaste) {
      long end = mayBegin[region.bytes().get(JAVA_BYTE, at) & 0xff] ? streamsAt(at) : -1;
      at = end < 0 ? at + 1 : end;
    }
  }

  /// Where the streams end whose signature stands here; -1 if there are none.
  private long streamsAt(long at) throws IOException {
    int word = region.intAt(at);
    for (var signature : signatures) {
      if (signature.isAt(word)) {
        return signature.find(region, at);
      }
    }
    return -1;
  }
}
