package dev.sluice.diff.deflate.search;

import dev.sluice.diff.deflate.token.TokenReader;
import dev.sluice.formats.deflate.token.BlockType;
import dev.sluice.formats.deflate.token.Token;
import java.lang.foreign.MemorySegment;

/// What reading a stream through tells, quickly.
///
/// @param isDeflate whether there is a complete stream
/// @param hasFlushes whether there are empty stored blocks, as flushes leave behind
/// @param isEndedByFlush whether the last block is one, as Go leaves it behind
public record StreamCheck(boolean isDeflate, boolean hasFlushes, boolean isEndedByFlush) {
  private static final StreamCheck BROKEN = new StreamCheck(false, false, false);

  /// Reads the stream that begins at `start`.
  public static StreamCheck of(MemorySegment compressed, long start) {
    var reader = new TokenReader(compressed, start);
    boolean hasFlushes = false;
    long bytes = 0;
    while (reader.readBlock()) {
      boolean isFlush =
          reader.block().type() == BlockType.STORED && reader.block().storedBytes() == 0;
      int token = reader.next();
      for (; token >= 0; token = reader.next()) {
        if (Token.isMatch(token) && Token.distance(token) > bytes) {
          return BROKEN;
        }
        bytes += Token.bytes(token);
      }
      if (token == TokenReader.BROKEN) {
        return BROKEN;
      }
      if (reader.block().isFinal()) {
        return new StreamCheck(true, hasFlushes, isFlush);
      }
      hasFlushes |= isFlush;
    }
    return BROKEN;
  }
}
