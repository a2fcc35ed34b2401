package dev.sluice.rollout;

import dev.sluice.events.rings.NextState;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Raises the admitted share of a ring step by step up to that of its wave. Part of the
/// [RolloutMachine], which has the table.
///
/// Each step is a rings document of its own. A step admits what the pace allows until the next one,
/// which comes after [#STEP], or later if that admits no whole device. While more devices fail than
/// the gate allows the pace is the one of the beginning. It rests while more devices than may stay
/// silent owe an answer for longer than they may take, until the gate has judged them. What a
/// person has accepted speaks against neither.
final class Pacing {
  /// The least time between two rings documents of one wave: few enough to sign, and often enough
  /// for a pace to be even.
  static final Duration STEP = Duration.ofSeconds(30);

  private static final long WHOLE_PPM = RingPolicy.WHOLE_PPM;

  private Pacing() {}

  /// The share with which a wave begins.
  ///
  /// @param wave from 1
  static WaveShare first(RingTrack track, RingPolicy ring, int wave) {
    return switch (ring.pace()) {
      case Pace.Unlimited() -> new WaveShare.Whole();
      case Pace.Limited pace -> raised(track, ring, pace, wave);
    };
  }

  /// Whether a ring's share has not reached that of its wave.
  static boolean isRaising(RingTrack track, RingPolicy ring) {
    return ring.pace() instanceof Pace.Limited
        && track.phase() instanceof RingPhase.Open
        && track.counts().devices() > 0
        && !track.isPromoted()
        && track.sharePpm(ring) < ring.wavesPpm().get(track.wave() - 1);
  }

  /// When the active rollout's share may rise next.
  static Optional<Instant> findNextAt(Rollout rollout) {
    if (!(rollout.stage() instanceof Stage.Admitting admitting)) {
      return Optional.empty();
    }
    RingTrack track = rollout.tracks().get(admitting.at().ring());
    RingPolicy ring = rollout.policy().rings().get(admitting.at().ring());
    return isRaising(track, ring) ? Optional.of(nextAt(track, ring)) : Optional.empty();
  }

  private static Instant nextAt(RingTrack track, RingPolicy ring) {
    Instant latest = track.windowStart();
    // Before the first document nobody knew how large the ring is, and nobody was admitted.
    return ring.pace() instanceof Pace.Limited pace && track.sharePpm(ring) > 0
        ? latest.plus(interval(rate(track, ring, pace)))
        : latest;
  }

  /// Raises the share of the wave's ring, if it is time and nothing speaks against it.
  static void raise(RolloutStep step, Position at) {
    RingTrack track = step.rollout().tracks().get(at.ring());
    RingPolicy ring = step.rollout().policy().rings().get(at.ring());
    if (!(ring.pace() instanceof Pace.Limited pace)
        || step.now().isBefore(nextAt(track, ring))
        || owesAnswers(track, ring, pace, step.now())) {
      return;
    }
    WaveShare share = raised(track, ring, pace, track.wave());
    step.changeRollout(r -> r.withTrack(at.ring(), t -> t.opened(t.wave(), share, step.now())));
    step.enter(new Stage.Signing(at, step.plan(NextState.ADMITTING), false));
    step.record("share-raised");
  }

  /// How fast the share of a ring rises now, for people.
  static String words(RingTrack track, RingPolicy ring, Instant now) {
    if (!(ring.pace() instanceof Pace.Limited pace)) {
      throw new IllegalStateException("ring " + ring.name() + " must have a pace");
    }
    return owesAnswers(track, ring, pace, now)
        ? "the pace rests until late devices answer or are silent"
        : "admits %d devices a minute".formatted(rate(track, ring, pace));
  }

  private static WaveShare raised(RingTrack track, RingPolicy ring, Pace.Limited pace, int wave) {
    long before = track.sharePpm(ring);
    long devices = track.counts().devices();
    if (devices == 0) {
      return new WaveShare.Part(before, before);
    }
    long rate = rate(track, ring, pace);
    long more = Math.max(1, rate * interval(rate).toSeconds() / Duration.ofMinutes(1).toSeconds());
    long share = before + Math.ceilDiv(more * WHOLE_PPM, devices);
    return new WaveShare.Part(before, Math.min(share, ring.wavesPpm().get(wave - 1)));
  }

  /// The time between two steps.
  private static Duration interval(long rate) {
    Duration one = Duration.ofSeconds(Math.ceilDiv(Duration.ofMinutes(1).toSeconds(), rate));
    return one.compareTo(STEP) > 0 ? one : STEP;
  }

  private static long rate(RingTrack track, RingPolicy ring, Pace.Limited pace) {
    RingCounts counts = track.counts();
    long failed = Math.max(0, counts.failed() - track.accepted().failures());
    long conclusive = counts.confirmed() + failed;
    boolean isGood =
        Math.multiplyExact(failed, WHOLE_PPM)
            <= Math.multiplyExact(ring.gate().failedLimitPpm(), conclusive);
    return isGood ? pace.after(counts.confirmed()) : pace.devicesPerMinute();
  }

  /// Whether more devices than may stay silent were admitted longer ago than they may take. Those
  /// that were not are no more than the pace has admitted since.
  private static boolean owesAnswers(
      RingTrack track, RingPolicy ring, Pace.Limited pace, Instant now) {
    if (track.silent(ring, now) > 0) {
      return false; // the gate has judged them
    }
    long recent =
        rate(track, ring, pace)
            * ring.longestAnswer(track.report().passages().most()).toSeconds()
            / Duration.ofMinutes(1).toSeconds();
    long mayBeSilent =
        Math.max(ring.gate().silentLimit(track.counts().admitted()), track.accepted().silence());
    return track.counts().pending() - recent > mayBeSilent;
  }
}
