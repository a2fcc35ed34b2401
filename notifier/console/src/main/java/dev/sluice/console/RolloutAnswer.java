package dev.sluice.console;

import dev.sluice.events.RingProgress;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ReleaseId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A rollout as the API shows it.
///
/// @param id `product/counter`
/// @param release `product/version`
/// @param counter the release's
/// @param state `admitting`, `paused` …
/// @param reason why; may be empty
/// @param at since when
/// @param rings in the order in which they take it
record RolloutAnswer(
    RolloutId id,
    ReleaseId release,
    long counter,
    String state,
    String reason,
    Instant at,
    List<RingAnswer> rings) {
  /// How far it is in one ring.
  record RingAnswer(
      String name,
      String state,
      long devices,
      long admitted,
      long confirmed,
      long failed,
      long inconclusive,
      long silent,
      int wave,
      int waves,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt) {
    static RingAnswer of(RingProgress ring) {
      return new RingAnswer(
          ring.name(),
          ring.state(),
          ring.devices(),
          ring.admitted(),
          ring.confirmed(),
          ring.failed(),
          ring.inconclusive(),
          ring.silent(),
          ring.wave(),
          ring.waves(),
          ring.span().findStartedAt(),
          ring.span().findEndedAt());
    }
  }

  static RolloutAnswer of(RolloutSnapshot rollout) {
    return new RolloutAnswer(
        rollout.id(),
        rollout.release(),
        rollout.counter(),
        rollout.state(),
        rollout.reason(),
        rollout.at(),
        rollout.rings().stream().map(RingAnswer::of).toList());
  }
}
