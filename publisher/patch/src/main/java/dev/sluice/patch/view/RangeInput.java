package dev.sluice.patch.view;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.LongSupplier;

/// Some bytes of a source, in order.
///
/// It has an end, behind which more may come later: nothing is remembered of having reached it.
public final class RangeInput extends InputStream {
  private final ByteSource source;
  private final LongSupplier end;
  private long at;

  /// @param at where to begin
  /// @param end where to stop; asked before each read
  public RangeInput(ByteSource source, long at, LongSupplier end) {
    this.source = source;
    this.at = at;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    int most = (int) Math.min(count, end.getAsLong() - at);
    if (most <= 0) {
      return count == 0 ? 0 : -1;
    }
    int read = source.read(at, ByteBuffer.wrap(target, offset, most));
    at += Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long count) {
    long step = Math.clamp(count, 0, Math.max(0, end.getAsLong() - at));
    at += step;
    return step;
  }
}
