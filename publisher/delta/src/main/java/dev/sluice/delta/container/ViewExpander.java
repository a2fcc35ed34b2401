package dev.sluice.delta.container;

import java.io.IOException;

/// Writes the view of a file, in one pass and with little memory.
public final class ViewExpander implements DeflateScan.Visitor {
  private static final int BUFFER_BYTES = 1 << 15;

  private final ByteSource source;
  private final StreamLevels levels;
  private final Target target;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long recordAt;
  private long recordFrom;
  private long copiedTo;
  private long streamAt;
  private long at;
  private int streams;

  /// Where a view goes: written mostly in order, with a step back for each length.
  @FunctionalInterface
  public interface Target {
    /// Writes the first `count` bytes of `bytes` at `position`.
    void write(long position, byte[] bytes, int count) throws IOException;
  }

  private ViewExpander(ByteSource source, StreamLevels levels, Target target) {
    this.source = source;
    this.levels = levels;
    this.target = target;
  }

  /// Writes the view of the first `length` bytes of `source`.
  ///
  /// @return its length
  public static long expand(ByteSource source, long length, StreamLevels levels, Target target)
      throws IOException {
    var expander = new ViewExpander(source, levels, target);
    expander.beginRecord(0);
    try (var scan = new DeflateScan(source, length)) {
      scan.run(expander);
    }
    expander.copyTo(length);
    expander.target.write(
        expander.recordAt, ViewFormat.head(length - expander.recordFrom), ViewFormat.LENGTH_BYTES);
    return expander.at;
  }

  private void beginRecord(long from) {
    recordAt = at;
    recordFrom = from;
    copiedTo = from;
    at += ViewFormat.LENGTH_BYTES;
  }

  private void copyTo(long end) throws IOException {
    while (copiedTo < end) {
      int count = (int) Math.min(buffer.length, end - copiedTo);
      source.readFully(copiedTo, buffer, count);
      target.write(at, buffer, count);
      at += count;
      copiedTo += count;
    }
  }

  @Override
  public void begin(long start) throws IOException {
    copyTo(start);
    streamAt = at;
    at += ViewFormat.STREAM_HEAD_BYTES;
  }

  @Override
  public void inflated(byte[] bytes, int count) throws IOException {
    if (levels.level(streams) != StreamLevels.RAW) {
      target.write(at, bytes, count);
      at += count;
    }
  }

  @Override
  public void accept(long end, long inflatedBytes) throws IOException {
    int level = levels.level(streams);
    streams++;
    if (level == StreamLevels.RAW) {
      at = streamAt;
      return;
    }
    target.write(recordAt, ViewFormat.head(copiedTo - recordFrom), ViewFormat.LENGTH_BYTES);
    target.write(streamAt, ViewFormat.head(inflatedBytes), ViewFormat.LENGTH_BYTES);
    target.write(streamAt + ViewFormat.LENGTH_BYTES, new byte[] {(byte) level}, 1);
    beginRecord(end);
  }

  @Override
  public void reject() {
    at = streamAt;
  }
}
