package dev.sluice.delta.deflate;

import java.lang.foreign.MemorySegment;

/// What reading a stream through tells, quickly.
///
/// @param isDeflate whether there is a complete stream
/// @param hasFlushes whether there are empty stored blocks, as flushes leave behind
record StreamCheck(boolean isDeflate, boolean hasFlushes) {
  private static final StreamCheck BROKEN = new StreamCheck(false, false);

  static StreamCheck of(MemorySegment compressed, long start) {
    var reader = new TokenReader(compressed, start);
    boolean hasFlushes = false;
    long bytes = 0;
    while (reader.readBlock()) {
      hasFlushes |= reader.block().type() == BlockType.STORED && reader.block().storedBytes() == 0;
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
        return new StreamCheck(true, hasFlushes);
      }
    }
    return BROKEN;
  }
}
