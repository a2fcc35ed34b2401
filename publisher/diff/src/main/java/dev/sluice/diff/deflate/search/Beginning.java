package dev.sluice.diff.deflate.search;

import dev.sluice.diff.deflate.token.TokenReader;
import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.match.Predictor;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Token;
import java.lang.foreign.MemorySegment;

/// What the first block of a stream tells about its encoder without any prediction.
///
/// @param memoryLevel the one whose buffer the block filled, or the usual one
/// @param windowBits of the smallest window that holds the longest distance
record Beginning(int memoryLevel, int windowBits) {
  private static final int MAX_TOKENS = 1 << 15;

  static Beginning of(MemorySegment compressed, long start) {
    var reader = new TokenReader(compressed, start);
    if (!reader.readBlock()) {
      return new Beginning(Profile.USUAL_MEMORY_LEVEL, Profile.MAX_WINDOW_BITS);
    }
    int tokens = 0;
    int longest = 0;
    for (int token = reader.next(); token >= 0 && tokens < MAX_TOKENS; token = reader.next()) {
      tokens++;
      longest = Token.isMatch(token) ? Math.max(longest, Token.distance(token)) : longest;
    }
    boolean isFilled = reader.block().type() != BlockType.STORED && !reader.block().isFinal();
    return new Beginning(
        isFilled ? memoryLevelOf(tokens) : Profile.USUAL_MEMORY_LEVEL, windowBitsOf(longest));
  }

  /// zlib fills its buffer for a block but for one token.
  private static int memoryLevelOf(int tokens) {
    for (int level = 1; level <= Profile.MAX_MEMORY_LEVEL; level++) {
      if (Profile.of(1).withMemoryLevel(level).blockTokens() == tokens) {
        return level;
      }
    }
    return Profile.USUAL_MEMORY_LEVEL;
  }

  private static int windowBitsOf(int longest) {
    int bits = Profile.MIN_WINDOW_BITS;
    while (bits < Profile.MAX_WINDOW_BITS && (1 << bits) - Predictor.RESERVED_BYTES < longest) {
      bits++;
    }
    return bits;
  }
}
