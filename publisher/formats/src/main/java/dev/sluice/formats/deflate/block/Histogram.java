package dev.sluice.formats.deflate.block;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;
import java.util.Arrays;

/// How often each code occurs in a block.
final class Histogram {
  private final int[] literals = new int[Codes.LITERAL_CODES];
  private final int[] distances = new int[Codes.DISTANCE_CODES];
  private long bytes;

  /// Begins with nothing but the end of the block.
  Histogram() {
    literals[Codes.END_OF_BLOCK] = 1;
  }

  void add(int token) {
    bytes += Token.bytes(token);
    if (Token.isMatch(token)) {
      literals[Codes.lengthCode(Token.length(token))]++;
      distances[Codes.distanceCode(Token.distance(token))]++;
    } else {
      literals[token]++;
    }
  }

  void clear() {
    bytes = 0;
    Arrays.fill(literals, 0);
    Arrays.fill(distances, 0);
    literals[Codes.END_OF_BLOCK] = 1;
  }

  /// Bytes of the contents that the tokens make.
  long bytes() {
    return bytes;
  }

  /// Of literals, the end and lengths; not a copy.
  int[] literals() {
    return literals;
  }

  /// Of distances; not a copy.
  int[] distances() {
    return distances;
  }

  int matches() {
    return Arrays.stream(distances).sum();
  }

  /// Bits of the block behind its head, with codes of these lengths.
  long cost(int[] literalLengths, int[] distanceLengths) {
    long bits = 0;
    for (int i = 0; i < literals.length; i++) {
      bits += (long) literals[i] * (literalLengths[i] + Codes.literalExtra(i));
    }
    return bits + distanceCost(distanceLengths);
  }

  private long distanceCost(int[] distanceLengths) {
    long bits = 0;
    for (int i = 0; i < distances.length; i++) {
      bits += (long) distances[i] * (distanceLengths[i] + Codes.distanceExtra(i));
    }
    return bits;
  }

  /// Bits behind the codes of lengths and distances.
  long extraBits() {
    return cost(new int[literals.length], new int[distances.length]);
  }

  /// Bits of the block behind its head in a fixed block.
  long fixedCost() {
    return cost(BlockBuffer.FIXED_LITERALS, BlockBuffer.FIXED_DISTANCES);
  }

  /// Bits of the distances in a fixed block.
  long fixedDistanceCost() {
    return distanceCost(BlockBuffer.FIXED_DISTANCES);
  }
}
