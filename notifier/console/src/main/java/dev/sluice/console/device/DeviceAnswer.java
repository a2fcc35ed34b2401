package dev.sluice.console.device;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A device as the API shows it.
///
/// @param epoch its enrolment
/// @param products what it says that it takes; empty if it has not said
/// @param flagsOff flags that are off by an order in what its program has read last
/// @param flagsProblem why it does not follow what its ring has switched; absent if it does
/// @param seenAt when it was last heard of
record DeviceAnswer(
    DeviceId id,
    long epoch,
    List<String> tags,
    Map<String, String> attributes,
    List<ProductName> products,
    List<RunningAnswer> running,
    List<FlagName> flagsOff,
    Optional<String> flagsProblem,
    Instant seenAt) {
  /// What it runs of one product.
  record RunningAnswer(ProductName product, Version version, long counter, Digest artifact) {}

  static DeviceAnswer of(DeviceState device) {
    return new DeviceAnswer(
        device.device(),
        device.epoch(),
        List.copyOf(device.attributes().tags()),
        device.attributes().attributes(),
        List.copyOf(device.products()),
        device.running().stream()
            .map(r -> new RunningAnswer(r.product(), r.version(), r.counter(), r.artifact()))
            .toList(),
        List.copyOf(device.flags().off()),
        Optional.of(device.flags().problem()).filter(problem -> !problem.isEmpty()),
        device.seenAt());
  }
}
