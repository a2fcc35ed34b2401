package dev.sluice.delta.container;

import java.io.IOException;
import java.util.Arrays;

/// The deflate streams of a file, in its order.
///
/// Kept in columns: an archive may have hundreds of thousands.
public final class StreamList implements DeflateScan.Visitor {
  private long[] starts = new long[64];
  private long[] ends = new long[64];
  private long[] inflatedBytes = new long[64];
  private int size;

  private StreamList() {}

  /// Scans a file.
  public static StreamList of(ByteSource source, long length) throws IOException {
    var list = new StreamList();
    try (var scan = new DeflateScan(source, length)) {
      scan.run(list);
    }
    return list;
  }

  /// Number of streams.
  public int size() {
    return size;
  }

  long start(int stream) {
    return starts[stream];
  }

  long end(int stream) {
    return ends[stream];
  }

  /// Length of the view in which every stream that `levels` names is inflated.
  public long viewBytes(long length, StreamLevels levels) {
    long sum = ViewFormat.LENGTH_BYTES + length;
    for (int i = 0; i < size; i++) {
      if (levels.level(i) != StreamLevels.RAW) {
        sum += ViewFormat.LENGTH_BYTES + ViewFormat.STREAM_HEAD_BYTES;
        sum += inflatedBytes[i] - (ends[i] - starts[i]);
      }
    }
    return sum;
  }

  /// Bytes of the file that stand in streams which `levels` names.
  public long coveredBytes(StreamLevels levels) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += levels.level(i) == StreamLevels.RAW ? 0 : ends[i] - starts[i];
    }
    return sum;
  }

  @Override
  public void begin(long start) {
    if (size == starts.length) {
      int capacity = Math.multiplyExact(size, 2);
      starts = Arrays.copyOf(starts, capacity);
      ends = Arrays.copyOf(ends, capacity);
      inflatedBytes = Arrays.copyOf(inflatedBytes, capacity);
    }
    starts[size] = start;
  }

  @Override
  public void inflated(byte[] bytes, int count) {}

  @Override
  public void accept(long end, long count) {
    ends[size] = end;
    inflatedBytes[size] = count;
    size++;
  }

  @Override
  public void reject() {}
}
