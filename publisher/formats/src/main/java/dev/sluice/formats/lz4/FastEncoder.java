package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.Arrays;

/// The encoder of liblz4's levels 1 and 2: one earlier place for each hash, and ever longer strides
/// where nothing is found (`LZ4_compress_generic` in lz4.c, acceleration 1, on a 64-bit machine).
final class FastEncoder implements BlockEncoder {
  private static final int SMALL_BLOCK_BYTES = (1 << 16) + Lz4Format.MATCH_LIMIT - 1;
  private static final int HASH_BITS = 12;
  private static final int SMALL_HASH_BITS = HASH_BITS + 1;
  private static final int SMALL_FACTOR = 0x9e3779b1;
  private static final long FACTOR = 889523592379L;
  private static final int BYTES_NOT_HASHED = 3 * Byte.SIZE;
  private static final int STRIDE_SHIFT = 6;
  private static final int NONE = -1;

  private final Contents contents;
  private final int[] places = new int[1 << SMALL_HASH_BITS];
  private boolean isSmall;
  private int anchor;
  private int lastStart;
  private int limit;

  /// Where the match starts that was found last.
  private int source;

  FastEncoder(Contents contents) {
    this.contents = contents;
  }

  @Override
  public void encode(SequenceWriter target) throws IOException, MalformedPatchException {
    int end = contents.length();
    isSmall = end < SMALL_BLOCK_BYTES;
    lastStart = end - Lz4Format.MATCH_LIMIT;
    limit = end - Lz4Format.LAST_LITERALS;
    anchor = 0;
    Arrays.fill(places, 0);
    if (end >= Lz4Format.MIN_BLOCK_BYTES) {
      places[hash(0)] = 0;
      int position = nextMatch(1);
      while (position != NONE) {
        position = writeMatches(position, target);
      }
    }
    target.writeLast(anchor, end);
    target.flush();
  }

  private int hash(int position) {
    if (isSmall) {
      return (contents.intAt(position) * SMALL_FACTOR) >>> (Integer.SIZE - SMALL_HASH_BITS);
    }
    long fiveBytes = contents.longAt(position) << BYTES_NOT_HASHED;
    return (int) ((fiveBytes * FACTOR) >>> (Long.SIZE - HASH_BITS));
  }

  /// The first position from `from` on at which a stride ends and a match starts, or [#NONE].
  private int nextMatch(int from) {
    int attempts = 1 << STRIDE_SHIFT;
    int stride = 1;
    int position = from;
    while (position + stride <= lastStart + 1) {
      if (isMatch(position)) {
        return position;
      }
      position += stride;
      stride = attempts >> STRIDE_SHIFT;
      attempts++;
    }
    return NONE;
  }

  /// Whether the latest place with the hash of `position` holds the same; `position` becomes the
  /// latest place.
  private boolean isMatch(int position) {
    int hash = hash(position);
    source = places[hash];
    places[hash] = position;
    return position - source <= Lz4Format.MAX_DISTANCE
        && contents.intAt(source) == contents.intAt(position);
  }

  /// Writes the match at `position`, and those that follow at once; then finds the next one.
  private int writeMatches(int position, SequenceWriter target)
      throws IOException, MalformedPatchException {
    int back = contents.commonBefore(position, source, Math.min(position - anchor, source));
    int start = position - back;
    source -= back;
    boolean isMatch = true;
    while (isMatch) {
      int behind = Lz4Format.MIN_MATCH;
      int length = behind + contents.common(start + behind, source + behind, limit);
      target.write(anchor, start, length, start - source);
      start += length;
      anchor = start;
      if (start > lastStart) {
        return NONE;
      }
      places[hash(start - 2)] = start - 2;
      isMatch = isMatch(start);
    }
    return nextMatch(start + 1);
  }
}
