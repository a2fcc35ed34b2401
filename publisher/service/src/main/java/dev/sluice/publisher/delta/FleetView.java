package dev.sluice.publisher.delta;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DeviceState;
import dev.sluice.events.device.InventoryEvent;
import dev.sluice.events.device.Running;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/// What the devices run now, as their latest states say. One thread feeds it, any may ask.
final class FleetView {
  private final Map<DeviceId, List<Running>> devices = new ConcurrentHashMap<>();

  /// Takes in what the inventory says.
  void accept(StampedEvent<InventoryEvent> stamped) {
    switch (stamped.event()) {
      case DeviceState state -> devices.put(state.device(), state.running());
    }
  }

  /// The artifacts of a product that devices run, other than `result`: the highest counter first,
  /// among equal ones those that more devices run.
  ///
  /// @param below only releases with a lower counter: patches lead forward. A device that is
  ///     ordered
  ///     back finds the compressed full artifact
  List<Running> bases(ProductName product, Digest result, long below) {
    Map<Digest, Running> newest = new HashMap<>();
    Map<Digest, Long> counts = new HashMap<>();
    for (List<Running> running : devices.values()) {
      running.stream()
          .filter(entry -> entry.product().equals(product) && entry.counter() < below)
          .filter(entry -> !entry.artifact().equals(result))
          .forEach(
              entry -> {
                newest.merge(
                    entry.artifact(),
                    entry,
                    BinaryOperator.maxBy(Comparator.comparingLong(Running::counter)));
                counts.merge(entry.artifact(), 1L, Long::sum);
              });
    }
    return newest.values().stream()
        .sorted(
            Comparator.comparingLong(Running::counter)
                .thenComparing(entry -> counts.getOrDefault(entry.artifact(), 0L))
                .reversed()
                .thenComparing(Running::artifact))
        .toList();
  }
}
