package dev.sluice.stack.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Twenty devices, in three rings by their tags.
final class Fleet {
  /// A ring.
  ///
  /// @param name also the tag that makes a device part of it
  /// @param devices in it
  record Ring(String name, List<String> devices) {}

  private Fleet() {}

  /// The rings in the order of the rollout.
  static List<Ring> rings() {
    return List.of(ring("canary", 1, 2), ring("early", 3, 8), ring("broad", 9, 20));
  }

  private static Ring ring(String name, int first, int last) {
    return new Ring(
        name, IntStream.rangeClosed(first, last).mapToObj(number -> "device-" + number).toList());
  }

  /// All devices.
  static List<String> devices() {
    List<String> all = new ArrayList<>();
    rings().forEach(ring -> all.addAll(ring.devices()));
    return all;
  }

  /// The ring of a device.
  static String ringOf(String device) {
    return rings().stream()
        .filter(ring -> ring.devices().contains(device))
        .map(Ring::name)
        .findFirst()
        .orElseThrow();
  }

  /// A rollout policy for them.
  ///
  /// @param soak how long each ring is watched
  static String policy(String soak) {
    var policy = new StringBuilder("rings:\n");
    for (Ring ring : rings()) {
      policy.append(
          """
            - name: %s
              selector: {tag: %s}
              soak: %s
              pull-window: 1s
              gate: {confirmed: 100%%, failed: 0%%}
          """
              .formatted(ring.name(), ring.name(), soak));
    }
    return policy.toString();
  }
}
