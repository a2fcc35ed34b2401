package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.ObjectFacts;
import java.io.ByteArrayOutputStream;

/// Keeps the body of the last attempt in memory.
public final class CollectingSink implements BodySink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void begin(ObjectFacts facts) {
    bytes.reset();
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    bytes.write(source, offset, count);
  }

  /// What arrived.
  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
