package dev.sluice.console.rollout;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ReleaseId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A rollout as the API shows it.
///
/// @param id as [RolloutId] says
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
  /// Devices that did not install it, and what they have in common.
  ///
  /// @param hardware empty if they name none
  /// @param from the version that they run; empty if none is known
  record CauseAnswer(
      OutcomeReason.Code code,
      OutcomeReason.Step step,
      String hardware,
      String from,
      long devices) {
    static CauseAnswer of(FailureCause cause, long devices) {
      return new CauseAnswer(cause.code(), cause.step(), cause.hardware(), cause.from(), devices);
    }
  }

  /// How far it is in one ring.
  ///
  /// @param speed how long its devices took beside the release before, in words; only if the policy
  ///     asks
  /// @param held how many devices safeguard holds keep out, by the name of the hold
  record RingAnswer(
      String name,
      String state,
      long devices,
      long admitted,
      long confirmed,
      long failed,
      long inconclusive,
      long silent,
      List<CauseAnswer> causes,
      int wave,
      int waves,
      int attempt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Optional<String> speed,
      Map<String, Long> held) {
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
          ring.causes().groups().entrySet().stream()
              .map(group -> CauseAnswer.of(group.getKey(), group.getValue()))
              .toList(),
          ring.wave(),
          ring.waves(),
          ring.attempt(),
          ring.span().findStartedAt(),
          ring.span().findEndedAt(),
          Optional.of(ring.speed()).filter(words -> !words.isEmpty()),
          ring.held().byHold());
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
