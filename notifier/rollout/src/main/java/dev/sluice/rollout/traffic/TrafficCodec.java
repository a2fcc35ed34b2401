package dev.sluice.rollout.traffic;

import dev.sluice.events.report.NodeTraffic;
import java.nio.ByteBuffer;

/// Writes the counts of a bucket as bytes and reads them back: a form and then numbers of 8 bytes,
/// as there are thousands of buckets.
public final class TrafficCodec {
  private static final byte FORM = 1;
  private static final int SAVINGS = 3;
  private static final int TRAFFIC = 7;

  private TrafficCodec() {}

  /// The traffic as bytes.
  public static byte[] encode(NodeTraffic traffic) {
    return begin(TRAFFIC)
        .putLong(traffic.metadata().hitBytes())
        .putLong(traffic.metadata().missBytes())
        .putLong(traffic.patches().hitBytes())
        .putLong(traffic.patches().missBytes())
        .putLong(traffic.artifacts().hitBytes())
        .putLong(traffic.artifacts().missBytes())
        .putLong(traffic.upstreamBytes())
        .array();
  }

  /// The savings as bytes.
  public static byte[] encode(Savings savings) {
    return begin(SAVINGS)
        .putLong(savings.downloads())
        .putLong(savings.wholeBytes())
        .putLong(savings.fetchedBytes())
        .array();
  }

  /// Reads what [#encode(NodeTraffic)] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static NodeTraffic traffic(byte[] bytes) {
    ByteBuffer in = numbers(bytes, TRAFFIC);
    return new NodeTraffic(sent(in), sent(in), sent(in), in.getLong());
  }

  /// Reads what [#encode(Savings)] wrote.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static Savings savings(byte[] bytes) {
    ByteBuffer in = numbers(bytes, SAVINGS);
    return new Savings(in.getLong(), in.getLong(), in.getLong());
  }

  private static NodeTraffic.Sent sent(ByteBuffer in) {
    return new NodeTraffic.Sent(in.getLong(), in.getLong());
  }

  private static ByteBuffer begin(int numbers) {
    return ByteBuffer.allocate(1 + numbers * Long.BYTES).put(FORM);
  }

  private static ByteBuffer numbers(byte[] bytes, int numbers) {
    var in = ByteBuffer.wrap(bytes);
    if (bytes.length != 1 + numbers * Long.BYTES || in.get() != FORM) {
      throw new IllegalArgumentException(
          "the counts of a time: expected form %d with %d numbers, got %d bytes"
              .formatted(FORM, numbers, bytes.length));
    }
    return in;
  }
}
