package dev.sluice.notifier.topology;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// How the rollouts stand, as meters: of each product the rollout under way, or else the latest.
/// For any number of threads.
///
/// The meters of one rollout are made anew only when its rings or its state change; counts are
/// read when they are asked for.
final class RolloutMeters {
  /// Products beyond have no meters: nobody reads so many curves.
  private static final int MAX_PRODUCTS = 200;

  private static final Map<String, ToLongFunction<RingProgress>> OUTCOMES =
      Map.of(
          "confirmed", RingProgress::confirmed,
          "failed", RingProgress::failed,
          "inconclusive", RingProgress::inconclusive,
          "silent", RingProgress::silent,
          "pending", RolloutMeters::pending,
          "remaining", ring -> Math.max(0, ring.devices() - ring.admitted()));

  private final InstantSource clock;
  private final MultiGauge devices;
  private final MultiGauge states;
  private final Map<String, Shown> byProduct = new TreeMap<>();

  RolloutMeters(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.devices =
        MultiGauge.builder("sluice.rollout.ring.devices")
            .description("devices of a ring by what came of the rollout")
            .register(registry);
    this.states =
        MultiGauge.builder("sluice.rollout.state.seconds")
            .description("how long the rollout has been in its state")
            .register(registry);
  }

  /// Takes a rollout as it stands.
  ///
  /// @param partition whose notifier shows it
  synchronized void show(int partition, RolloutSnapshot rollout) {
    String product = rollout.id().product().value();
    Shown before = byProduct.get(product);
    if (before == null) {
      if (byProduct.size() < MAX_PRODUCTS) {
        byProduct.put(product, new Shown(partition, rollout, rollout.at()));
        register();
      }
      return;
    }
    if (isPast(before.rollout(), rollout)) {
      return;
    }
    boolean isSame =
        before.id().equals(rollout.id()) && before.rollout().state().equals(rollout.state());
    var now = new Shown(partition, rollout, isSame ? before.since() : rollout.at());
    byProduct.put(product, now);
    if (!isSame || !before.ringNames().equals(now.ringNames())) {
      register();
    }
  }

  /// Whether a rollout is over and another of its product is shown that is later or goes on.
  private static boolean isPast(RolloutSnapshot shown, RolloutSnapshot other) {
    boolean isOther = !shown.id().equals(other.id());
    boolean goesOn = !RolloutSnapshot.hasEnded(shown.state());
    return isOther
        && RolloutSnapshot.hasEnded(other.state())
        && (goesOn || shown.id().compareTo(other.id()) > 0);
  }

  /// Forgets what another notifier shows from now on.
  synchronized void forget(int partition) {
    if (byProduct.values().removeIf(shown -> shown.partition() == partition)) {
      register();
    }
  }

  private void register() {
    List<Row<?>> ofDevices = new ArrayList<>();
    List<Row<?>> ofStates = new ArrayList<>();
    byProduct.forEach(
        (product, shown) -> {
          ofStates.add(
              Row.of(
                  Tags.of("product", product, "state", shown.rollout().state()),
                  () -> seconds(product)));
          for (String ring : shown.ringNames()) {
            OUTCOMES.forEach(
                (outcome, count) ->
                    ofDevices.add(
                        Row.of(
                            Tags.of("product", product, "ring", ring, "outcome", outcome),
                            () -> count(product, ring, count))));
          }
        });
    devices.register(ofDevices, true);
    states.register(ofStates, true);
  }

  private synchronized double seconds(String product) {
    Shown shown = byProduct.get(product);
    return shown == null
        ? 0
        : Math.max(0, Duration.between(shown.since(), clock.instant()).toMillis() / 1_000.0);
  }

  private synchronized long count(String product, String ring, ToLongFunction<RingProgress> count) {
    Shown shown = byProduct.get(product);
    return shown == null
        ? 0
        : shown.rollout().rings().stream()
            .filter(progress -> progress.name().equals(ring))
            .mapToLong(count)
            .sum();
  }

  /// Admitted and without an outcome yet.
  private static long pending(RingProgress ring) {
    long answered = ring.confirmed() + ring.failed() + ring.inconclusive() + ring.silent();
    return Math.max(0, ring.admitted() - answered);
  }

  /// @param since when it came into its state, as far as this notifier knows
  private record Shown(int partition, RolloutSnapshot rollout, Instant since) {
    RolloutId id() {
      return rollout.id();
    }

    List<String> ringNames() {
      return rollout.rings().stream().map(RingProgress::name).toList();
    }
  }
}
