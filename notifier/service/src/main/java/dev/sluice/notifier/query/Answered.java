package dev.sluice.notifier.query;

import dev.sluice.events.ByteString;
import java.util.List;

/// What an instance answers another.
///
/// @param entries what its partitions found, in no order
record Answered(List<Entry> entries) {
  /// Copies.
  Answered {
    entries = List.copyOf(entries);
  }

  /// One entry.
  ///
  /// @param value Base64
  record Entry(String key, String value) {}

  static Answered of(List<Found> found) {
    return new Answered(
        found.stream().map(one -> new Entry(one.key(), one.value().base64())).toList());
  }

  /// @throws IllegalArgumentException if a value is no Base64
  List<Found> found() {
    return entries.stream().map(entry -> new Found(entry.key(), bytes(entry.value()))).toList();
  }

  private static ByteString bytes(String base64) {
    return ByteString.findBase64(base64)
        .orElseThrow(() -> new IllegalArgumentException("expected Base64"));
  }
}
