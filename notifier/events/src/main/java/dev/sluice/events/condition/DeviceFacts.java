package dev.sluice.events.condition;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a device when a condition is asked.
///
/// @param device who it is
/// @param attributes what it is like
/// @param running the version that it runs of each product; a product that is not there it does not
///     run, or nobody knows
public record DeviceFacts(
    DeviceId device, DeviceAttributes attributes, SortedMap<ProductName, Version> running) {
  /// Copies.
  public DeviceFacts {
    running = Collections.unmodifiableSortedMap(new TreeMap<>(running));
  }

  /// A device of which nobody asks what it runs.
  public static DeviceFacts of(DeviceId device, DeviceAttributes attributes) {
    return new DeviceFacts(device, attributes, new TreeMap<>(Map.of()));
  }
}
