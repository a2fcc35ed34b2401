package dev.sluice.update.apply;

import dev.sluice.patch.RandomReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/// The base of a patch, whose failures are told apart from those of the disk that is written:
/// somebody may replace or shorten the installed file at any moment.
final class BaseReader implements RandomReader {
  private final RandomReader base;

  BaseReader(RandomReader base) {
    this.base = base;
  }

  @Override
  public long lengthBytes() {
    return base.lengthBytes();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int count;
    try {
      count = base.read(position, target);
    } catch (IOException e) {
      throw failure(e);
    }
    if (count < 0 && position < lengthBytes()) {
      throw new Failed(
          "the base must have %d bytes, ends before byte %d".formatted(lengthBytes(), position));
    }
    return count;
  }

  /// What a failure of the base's channel means. Only an agent that is told to stop is interrupted:
  /// nothing is wrong with the base then.
  static IOException failure(IOException cause) {
    return cause instanceof ClosedByInterruptException ? cause : new Failed(cause);
  }

  /// The base cannot be read, or its contents find no room.
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    private final String reason;

    Failed(String reason) {
      super(reason);
      this.reason = reason;
    }

    Failed(IOException cause) {
      super(cause);
      this.reason = "the base cannot be read: " + cause;
    }

    String reason() {
      return reason;
    }
  }
}
