package dev.sluice.notifier.topology;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.plan.ConfirmationTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/// Counts how long the devices of one partition take from their start to their confirmation, by
/// product, for plans.
///
/// What was counted since the last [#flush()] is lost with the process: it is a statistic.
final class StartTimes {
  private final KeyValueStore<String, byte[]> store;
  private final Map<String, ConfirmationTimes> times = new HashMap<>();
  private final Set<String> changed = new HashSet<>();

  StartTimes(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /// Takes in that a device confirmed a rollout for the first time.
  ///
  /// Only the wave under way says when a device was to start; one of an earlier wave, which would
  /// have confirmed before it started, is left out.
  void count(RingsDocument document, DeviceRecord device, RolloutId rollout, Instant now) {
    Optional<NextRelease> next =
        RingMembership.ringOf(document, device.state().device(), device.state().attributes())
            .flatMap(Ring::findNext)
            .filter(release -> release.rollout().equals(rollout));
    boolean isInstalled =
        device.findOutcome(rollout).filter(o -> o.outcome() == Outcome.INSTALLED).isPresent();
    if (next.isEmpty() || !isInstalled) {
      return;
    }
    Instant windowStart = next.get().windowStart();
    Instant start =
        Admission.startAt(
            rollout, device.state().device(), windowStart, next.get().window(), windowStart);
    if (!now.isBefore(start)) {
      String product = document.product().value();
      times.computeIfAbsent(product, this::read).add(Duration.between(start, now));
      changed.add(product);
    }
  }

  private ConfirmationTimes read(String product) {
    byte[] kept = store.get(product);
    return kept == null ? new ConfirmationTimes() : ConfirmationTimes.decode(kept);
  }

  /// Keeps what was counted.
  void flush() {
    for (String product : changed) {
      store.put(product, times.computeIfAbsent(product, this::read).encode());
    }
    changed.clear();
  }
}
