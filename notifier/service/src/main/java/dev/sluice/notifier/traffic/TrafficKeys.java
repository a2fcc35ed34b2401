package dev.sluice.notifier.traffic;

import dev.sluice.events.device.NodeId;
import java.time.Instant;
import java.util.Locale;

/// The keys of the store.
///
/// | key | value |
/// |---|---|
/// | `n/<node>` | what is known of a node |
/// | `s/<time>` | what devices did not have to fetch in the bucket that begins then |
/// | `t/<time>/<tier>` | what the nodes of a tier gave out and took in |
///
/// `<time>` is the milliseconds since 1970 in 15 digits, `<tier>` has two.
final class TrafficKeys {
  static final String NODES = "n/";
  static final String SAVINGS = "s/";
  static final String TIERS = "t/";

  /// Behind every key of a kind.
  static final String END = "~";

  private static final int TIME_LENGTH = 15;

  private TrafficKeys() {}

  static String node(NodeId node) {
    return NODES + node.value();
  }

  static String savings(Instant bucket) {
    return SAVINGS + time(bucket);
  }

  static String tier(Instant bucket, int tier) {
    return String.format(Locale.ROOT, "%s%s/%02d", TIERS, time(bucket), tier);
  }

  static String time(Instant bucket) {
    return String.format(Locale.ROOT, "%0" + TIME_LENGTH + "d", bucket.toEpochMilli());
  }

  /// When the bucket of a key of savings or tiers begins.
  static Instant bucket(String key) {
    int start = SAVINGS.length();
    return Instant.ofEpochMilli(Long.parseLong(key.substring(start, start + TIME_LENGTH)));
  }

  /// The tier of a key of tiers.
  static int tier(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
  }
}
