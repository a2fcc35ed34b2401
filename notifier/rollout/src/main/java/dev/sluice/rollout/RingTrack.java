package dev.sluice.rollout;

import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.gate.WaveCounts;
import java.time.Instant;

/// A rollout's way through one ring.
///
/// @param phase how far it is
/// @param wave the latest planned wave counted from 1; 0 if none was
/// @param announced whether any wave of it was announced
/// @param acceptedFailures failures that a person accepted by resuming
/// @param counts the devices as last counted
public record RingTrack(
    RingPhase phase, int wave, boolean announced, long acceptedFailures, RingCounts counts) {
  /// A ring to which the rollout has not come.
  public static final RingTrack UNTOUCHED =
      new RingTrack(new RingPhase.Waiting(), 0, false, 0, RingCounts.NONE);

  /// Checks that only a ring which the rollout reached has waves.
  public RingTrack {
    if ((phase instanceof RingPhase.Waiting) != (wave == 0)) {
      throw new IllegalArgumentException("a ring must have a wave once it is open, got " + wave);
    }
  }

  /// The ring with a wave planned; the spread of starts begins anew.
  RingTrack opened(int nextWave, Instant now) {
    Instant startedAt =
        switch (phase) {
          case RingPhase.Waiting() -> now;
          case RingPhase.Open open -> open.startedAt();
          case RingPhase.Done done -> done.startedAt();
        };
    var open = new RingPhase.Open(startedAt, now);
    return new RingTrack(open, nextWave, announced, acceptedFailures, counts);
  }

  /// The ring with all its waves through.
  RingTrack done(int waves, Instant now) {
    RingPhase next =
        switch (phase) {
          case RingPhase.Waiting() -> new RingPhase.Done(now, now, now);
          case RingPhase.Open open -> new RingPhase.Done(open.startedAt(), open.windowStart(), now);
          case RingPhase.Done done -> done;
        };
    return new RingTrack(next, waves, announced, acceptedFailures, counts);
  }

  RingTrack toldAbout() {
    return new RingTrack(phase, wave, true, acceptedFailures, counts);
  }

  RingTrack withCounts(RingCounts next) {
    return new RingTrack(phase, wave, announced, acceptedFailures, next);
  }

  RingTrack withFailuresAccepted() {
    return new RingTrack(phase, wave, announced, counts.failed(), counts);
  }

  /// What a gate may see of the ring.
  WaveCounts waveCounts() {
    return new WaveCounts(counts.admitted(), counts.confirmed(), counts.failed(), acceptedFailures);
  }
}
