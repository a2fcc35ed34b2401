package dev.sluice.rollout.device;

import dev.sluice.events.DeviceState;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything that the notifier keeps of a device.
///
/// @param state its entry in the inventory
/// @param outcomes the outcome that counts, by rollout; immutable
public record DeviceRecord(DeviceState state, SortedMap<RolloutId, LatestOutcome> outcomes) {
  /// How many rollouts of a product keep their outcome: a device that gives one up answers the one
  /// before it again, and its failure must not be forgotten.
  private static final int KEPT = 3;

  private static final String PRODUCT_TAG = "product:";

  /// Copies the outcomes.
  public DeviceRecord {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }

  /// Whether the device takes releases of the product.
  ///
  /// Our choice: a device with tags `product:<name>` takes those products and no others, one
  /// without takes every product. So a stamp with one product needs no such tags.
  public boolean takes(ProductName product) {
    boolean any = false;
    for (String tag : state.attributes().tags()) {
      if (tag.startsWith(PRODUCT_TAG)) {
        any = true;
        if (tag.substring(PRODUCT_TAG.length()).equals(product.value())) {
          return true;
        }
      }
    }
    return !any;
  }

  DeviceRecord withState(DeviceState next) {
    return new DeviceRecord(next, outcomes);
  }

  /// The outcome that counts for a rollout.
  public Optional<LatestOutcome> findOutcome(RolloutId rollout) {
    return Optional.ofNullable(outcomes.get(rollout));
  }

  /// The latest outcome of all rollouts of a product.
  public Optional<LatestOutcome> findLatest(ProductName product) {
    return of(product, outcomes).max(Comparator.naturalOrder());
  }

  /// With one more outcome; of too many of a product the oldest goes, which may be this one.
  DeviceRecord withOutcome(LatestOutcome outcome) {
    SortedMap<RolloutId, LatestOutcome> next = new TreeMap<>(outcomes);
    next.put(outcome.rollout(), outcome);
    List<LatestOutcome> all = of(outcome.rollout().product(), next).sorted().toList();
    for (LatestOutcome old : all.subList(0, Math.max(0, all.size() - KEPT))) {
      next.remove(old.rollout());
    }
    return new DeviceRecord(state, next);
  }

  private static Stream<LatestOutcome> of(
      ProductName product, SortedMap<RolloutId, LatestOutcome> outcomes) {
    return outcomes.values().stream()
        .filter(outcome -> outcome.rollout().product().equals(product));
  }
}
