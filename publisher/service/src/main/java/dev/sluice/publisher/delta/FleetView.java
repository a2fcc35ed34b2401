package dev.sluice.publisher.delta;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.InventoryEvent;
import dev.sluice.events.inventory.Running;
import dev.sluice.publisher.view.NamedFloors;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/// What the devices run now, as their latest states say, and through which releases they pass. One
/// thread feeds it, any may ask.
final class FleetView {
  private final Map<DeviceId, List<Running>> devices = new ConcurrentHashMap<>();

  private final NamedFloors floors = new NamedFloors();

  /// The releases that policies name.
  NamedFloors floors() {
    return floors;
  }

  /// Takes in what the inventory says.
  void accept(StampedEvent<InventoryEvent> stamped) {
    switch (stamped.event()) {
      case DeviceState state -> devices.put(state.device(), state.running());
    }
  }

  /// The artifacts of a product that devices run when they come to `result`, other than itself: the
  /// highest counter first, among equal ones those that more devices run. A device below a floor
  /// release runs that one by then.
  ///
  /// @param below only releases with a lower counter: patches lead forward. A device that is
  ///     ordered back finds the compressed full artifact
  /// @param passed the floor releases' artifacts
  List<Running> bases(ProductName product, Digest result, long below, List<Running> passed) {
    Map<Digest, Running> newest = new HashMap<>();
    Map<Digest, Long> counts = new HashMap<>();
    for (List<Running> running : devices.values()) {
      running.stream()
          .filter(entry -> entry.product().equals(product) && entry.counter() < below)
          .map(entry -> last(entry, below, passed))
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

  /// What a device runs last before it comes to a release.
  private static Running last(Running now, long below, List<Running> passed) {
    return passed.stream()
        .filter(floor -> floor.counter() > now.counter() && floor.counter() < below)
        .max(Comparator.comparingLong(Running::counter))
        .orElse(now);
  }
}
