package dev.sluice.rollout.device;

import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.time.Duration;
import java.util.ArrayList;
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
/// @param times how long it took for rollouts, the latest of each product, as they became known
public record DeviceRecord(
    DeviceState state, SortedMap<RolloutId, LatestOutcome> outcomes, List<UpdateTime> times) {
  /// How many rollouts of a product keep their outcome: a device that gives one up answers the one
  /// before it again, and its failure must not be forgotten.
  private static final int KEPT = 3;

  /// Most times of all products.
  private static final int MAX_TIMES = 60;

  private static final String PRODUCT_TAG = "product:";

  /// Copies the outcomes and times.
  public DeviceRecord {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    times = List.copyOf(times);
  }

  /// A device that has told of no update.
  public DeviceRecord(DeviceState state, SortedMap<RolloutId, LatestOutcome> outcomes) {
    this(state, outcomes, List.of());
  }

  /// Whether the device takes releases of the product.
  ///
  /// | the device | takes |
  /// |---|---|
  /// | says what it is configured to run | that |
  /// | has tags `product:<name>` | those |
  /// | runs something | that |
  /// | is otherwise unknown | every product |
  ///
  /// The first row that fits holds. The others are for agents that do not say it: they run one
  /// product, and until it is known which, no rollout must pass over them.
  public boolean takes(ProductName product) {
    if (!state.products().isEmpty()) {
      return state.products().contains(product);
    }
    return hasProductTags() ? isTagged(product) : runsOrMayRun(product);
  }

  private boolean runsOrMayRun(ProductName product) {
    return state.running().isEmpty()
        || state.running().stream().anyMatch(running -> running.product().equals(product));
  }

  private boolean hasProductTags() {
    return state.attributes().tags().stream().anyMatch(tag -> tag.startsWith(PRODUCT_TAG));
  }

  private boolean isTagged(ProductName product) {
    return state.attributes().tags().contains(PRODUCT_TAG + product);
  }

  DeviceRecord withState(DeviceState next) {
    return new DeviceRecord(next, outcomes, times);
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
    return new DeviceRecord(state, next, times);
  }

  /// How long it took for a rollout, if it told.
  Optional<Duration> findTime(RolloutId rollout) {
    for (UpdateTime time : times) {
      if (time.rollout().equals(rollout)) {
        return Optional.of(time.took());
      }
    }
    return Optional.empty();
  }

  /// With one more time; of too many of a product the oldest goes.
  DeviceRecord withTime(UpdateTime time) {
    List<UpdateTime> next = new ArrayList<>(times);
    next.removeIf(held -> held.rollout().equals(time.rollout()));
    next.add(time);
    List<UpdateTime> ofProduct =
        next.stream()
            .filter(held -> held.rollout().product().equals(time.rollout().product()))
            .toList();
    next.removeAll(ofProduct.subList(0, Math.max(0, ofProduct.size() - KEPT)));
    next.subList(0, Math.max(0, next.size() - MAX_TIMES)).clear();
    return new DeviceRecord(state, outcomes, next);
  }

  private static Stream<LatestOutcome> of(
      ProductName product, SortedMap<RolloutId, LatestOutcome> outcomes) {
    return outcomes.values().stream()
        .filter(outcome -> outcome.rollout().product().equals(product));
  }
}
