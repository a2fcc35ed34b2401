package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.ObjectFacts;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Moves a body from the network into a sink.
final class BodyCopy {
  private static final int BUFFER_BYTES = 64 << 10;

  private BodyCopy() {}

  /// Reads exactly the announced number of bytes; what follows is left alone.
  ///
  /// @throws EOFException if the body ends before
  static void copy(InputStream body, ObjectFacts facts, BodySink sink) throws IOException {
    sink.begin(facts);
    var buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, facts.bodyLengthBytes()))];
    var left = facts.bodyLengthBytes();
    while (left > 0) {
      var count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException(
            "the body must have %d bytes and ended after %d"
                .formatted(facts.bodyLengthBytes(), facts.bodyLengthBytes() - left));
      }
      sink.write(buffer, 0, count);
      left -= count;
    }
  }
}
