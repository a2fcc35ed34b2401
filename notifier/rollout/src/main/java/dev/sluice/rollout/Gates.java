package dev.sluice.rollout;

import dev.sluice.rollout.gate.GateDecision;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Instant;
import java.util.Optional;

/// Asks the gates of a rollout's rings. Every answer names its ring.
final class Gates {
  private Gates() {}

  /// What stops a rollout: the first ring, up to the one that it is in, whose gate does.
  static Optional<String> findStop(Rollout rollout, Instant now) {
    for (int i = 0; i < rollout.judgedRings(); i++) {
      if (judge(rollout, i, now) instanceof GateDecision.Stop(var reason)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  /// What gives a rollout to a person though no gate stops it: the first ring, up to the one that
  /// it is in, whose devices are too slow, unless a person has seen that. Going back is not
  /// compared.
  static Optional<String> findSlow(Rollout rollout) {
    for (int i = 0; i < rollout.judgedRings() && !rollout.isRollback(); i++) {
      RingPolicy ring = rollout.policy().rings().get(i);
      RingTrack track = rollout.tracks().get(i);
      if (!track.accepted().slow() && track.speed(ring).isSlow()) {
        return Optional.of("ring %s: %s".formatted(ring.name(), track.speed(ring).words()));
      }
    }
    return Optional.empty();
  }

  /// What the times of a ring say, in words; empty if nobody asks.
  static String speedWords(Rollout rollout, int index) {
    RingTrack track = rollout.tracks().get(index);
    if (rollout.isRollback() || track.phase() instanceof RingPhase.Waiting) {
      return "";
    }
    String words = track.speed(rollout.policy().rings().get(index)).words();
    return track.accepted().slow() ? words + ", accepted" : words;
  }

  /// What the gate of a wave says. A rollout that goes everywhere at once has the word of the first
  /// ring that is not through.
  static GateDecision judge(Rollout rollout, Position at, Instant now) {
    if (rollout.isEverywhere()) {
      for (int i = 0; i < rollout.tracks().size(); i++) {
        if (!isPassed(rollout.tracks().get(i))
            && !(judge(rollout, i, now) instanceof GateDecision.Open)) {
          return judge(rollout, i, now);
        }
      }
    }
    return judge(rollout, at.ring(), now);
  }

  /// Whether there is nothing to ask: nobody is admitted, a person let the rollout past, or the
  /// ring was done before holds were changed.
  static boolean isPassed(Rollout rollout, Position at) {
    return rollout.isEverywhere()
        ? rollout.tracks().stream().allMatch(Gates::isPassed)
        : isPassed(rollout.tracks().get(at.ring()));
  }

  private static boolean isPassed(RingTrack track) {
    return track.counts().admitted() == 0
        || track.isPromoted()
        || track.phase() instanceof RingPhase.Done;
  }

  private static GateDecision judge(Rollout rollout, int index, Instant now) {
    RingPolicy ring = rollout.policy().rings().get(index);
    String prefix = "ring " + ring.name() + ": ";
    return switch (rollout.tracks().get(index).judge(ring, now)) {
      case GateDecision.Open(var reason) -> new GateDecision.Open(prefix + reason);
      case GateDecision.Hold(var reason) -> new GateDecision.Hold(prefix + reason);
      // Going back is no experiment: there is nothing to decide, and who was silent goes back
      // later.
      case GateDecision.Unclear(var reason) when rollout.isRollback() ->
          new GateDecision.Open(prefix + reason);
      case GateDecision.Unclear(var reason) -> new GateDecision.Unclear(prefix + reason);
      case GateDecision.Stop(var reason) -> new GateDecision.Stop(prefix + reason);
    };
  }
}
