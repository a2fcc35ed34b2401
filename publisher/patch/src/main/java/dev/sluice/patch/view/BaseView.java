package dev.sluice.patch.view;

import dev.sluice.formats.stream.ByteSource;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// The base and, behind it, the contents of some of its streams, which stand in a scratch.
public final class BaseView implements ByteSource {
  private final ByteSource base;
  private final long baseBytes;
  private final SeekableByteChannel scratch;
  private final ByteSource contents;
  private final long maxScratchBytes;
  private long scratchBytes;

  /// @param base of `baseBytes` bytes
  /// @param scratch for reading and writing, empty or to be taken up; not closed
  /// @param maxScratchBytes what may be written to it
  public BaseView(
      ByteSource base, long baseBytes, SeekableByteChannel scratch, long maxScratchBytes) {
    this.base = base;
    this.baseBytes = baseBytes;
    this.scratch = scratch;
    this.contents = ByteSource.of(scratch);
    this.maxScratchBytes = maxScratchBytes;
  }

  /// Takes up contents that stand in the scratch already.
  public void takeUp() throws IOException {
    scratchBytes = scratch.size();
  }

  /// Appends the contents of streams, in order.
  ///
  /// @param maxMemoryBytes what one stream may take
  /// @throws MalformedPatchException if a stream is none, or there is more than fits
  public void expand(Layout layout, long maxMemoryBytes)
      throws IOException, MalformedPatchException {
    for (var expansion : layout.expansions()) {
      if (expansion.end() > lengthBytes()) {
        throw MalformedPatchException.corrupt(0, "streams within the base");
      }
      var source = new RangeInput(this, expansion.start(), expansion::end);
      expansion.format().expand(source, expansion.compressedBytes(), maxMemoryBytes, this::append);
    }
  }

  private void append(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    if (count > maxScratchBytes - scratchBytes) {
      throw MalformedPatchException.corrupt(
          0, "contents of the base of at most " + maxScratchBytes + " bytes");
    }
    scratch.position(scratchBytes);
    for (var source = ByteBuffer.wrap(bytes, offset, count); source.hasRemaining(); ) {
      if (scratch.write(source) <= 0) {
        throw new IOException("the scratch took no more at " + scratchBytes + " bytes");
      }
    }
    scratchBytes += count;
  }

  /// Length of the view so far.
  public long lengthBytes() {
    return baseBytes + scratchBytes;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= baseBytes) {
      return contents.read(position - baseBytes, target);
    }
    int limit = target.limit();
    long left = baseBytes - position;
    if (target.remaining() > left) {
      target.limit(target.position() + (int) left);
    }
    try {
      return base.read(position, target);
    } finally {
      target.limit(limit);
    }
  }
}
