package dev.sluice.rollout;

import java.time.Instant;

/// How far a rollout is in one ring.
public sealed interface RingPhase {
  /// The rollout has not come to it.
  record Waiting() implements RingPhase {}

  /// Its waves are under way.
  ///
  /// @param startedAt when its first wave was planned
  /// @param windowStart from when the devices of the latest wave, or step of it, spread their start
  /// @param share which share of the latest wave is admitted
  record Open(Instant startedAt, Instant windowStart, WaveShare share) implements RingPhase {}

  /// All its waves are through; its whole share stays admitted until the rollout completes.
  record Done(Instant startedAt, Instant windowStart, Instant endedAt) implements RingPhase {}
}
