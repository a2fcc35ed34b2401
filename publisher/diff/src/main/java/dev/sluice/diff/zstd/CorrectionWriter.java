package dev.sluice.diff.zstd;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Compares what an encoder makes with a frame, block by block, and notes corrections.
///
/// Where they differ, it looks for the next block that both have, among few of the frame's.
final class CorrectionWriter implements ByteSink {
  private static final int MAX_APART = 16;

  /// The frame needs more corrections than it may have.
  static final class TooManyException extends IOException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("an encoder must make most of a frame");
    }
  }

  private final MemorySegment file;
  private final long end;
  private final Blocks blocks;
  private final long maxBytes;
  private final Splitter splitter = new Splitter(this::compare);
  private final ByteArrayOutputStream corrections = new ByteArrayOutputStream();
  private int count;

  /// Where the frame goes on behind what agrees.
  private long position;

  /// Bytes that agree since the last correction.
  private long agreeing;

  /// Bytes and parts that were made since, and do not agree.
  private long apartBytes;

  private int apart;

  /// @param maxBytes what corrections may take
  CorrectionWriter(Blocks blocks, long maxBytes) {
    this.blocks = blocks;
    this.file = blocks.file();
    this.position = blocks.start();
    this.end = blocks.end();
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    splitter.write(bytes, offset, length);
  }

  private void compare(byte[] part, int length) throws IOException {
    long at = position;
    for (int i = 0; i < MAX_APART && at < end; i++) {
      if (isAt(at, part, length)) {
        agree(at, length);
        return;
      }
      at = blocks.next(at);
    }
    apart++;
    apartBytes += length;
    if (apart > MAX_APART || apartBytes > maxBytes + Splitter.MAX_PART_BYTES) {
      throw new TooManyException();
    }
  }

  private boolean isAt(long at, byte[] part, int length) {
    var made = MemorySegment.ofArray(part);
    return length <= end - at && MemorySegment.mismatch(file, at, at + length, made, 0, length) < 0;
  }

  private void agree(long at, int length) throws IOException {
    correct(at);
    agreeing += length;
    position = at + length;
  }

  /// Notes that what the frame has up to `at` stands instead of what was made and does not agree.
  private void correct(long at) throws IOException {
    long instead = at - position;
    if (instead == 0 && apartBytes == 0) {
      return;
    }
    if (instead > maxBytes - corrections.size()) {
      throw new TooManyException();
    }
    Varint.write(corrections, agreeing);
    Varint.write(corrections, apartBytes);
    Varint.write(corrections, instead);
    corrections.writeBytes(file.asSlice(position, instead).toArray(ValueLayout.JAVA_BYTE));
    count++;
    agreeing = 0;
    apartBytes = 0;
    apart = 0;
  }

  /// Whether none were needed.
  boolean isEmpty() {
    return count == 0;
  }

  /// Ends what the encoder makes, and appends the corrections as a recipe has them.
  void finish(ByteArrayOutputStream recipe) throws IOException {
    splitter.finish();
    correct(end);
    if (corrections.size() > maxBytes) {
      throw new TooManyException();
    }
    Varint.write(recipe, count);
    corrections.writeTo(recipe);
  }
}
