package dev.sluice.rollout;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.gate.GateDecision;
import dev.sluice.rollout.gate.Speed;
import dev.sluice.rollout.gate.WaveCounts;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A rollout's way through one ring.
///
/// @param phase how far it is
/// @param wave the latest planned wave counted from 1; 0 if none was
/// @param promoted the latest wave past whose gate a person has let the rollout, counted from 1; 0
///     if there was none
/// @param announced whether any wave of it was announced
/// @param accepted what a person has accepted
/// @param report its devices as last counted
/// @param attempt which attempt its devices make, from 1
public record RingTrack(
    RingPhase phase,
    int wave,
    int promoted,
    boolean announced,
    Accepted accepted,
    RingReport report,
    int attempt) {
  /// A ring to which the rollout has not come.
  public static final RingTrack UNTOUCHED =
      new RingTrack(
          new RingPhase.Waiting(),
          0,
          0,
          false,
          Accepted.NOTHING,
          RingReport.NONE,
          RolloutId.FIRST_ATTEMPT);

  /// Checks that only a ring which the rollout reached has waves.
  public RingTrack {
    if ((phase instanceof RingPhase.Waiting) != (wave == 0)) {
      throw new IllegalArgumentException("a ring must have a wave once it is open, got " + wave);
    }
  }

  /// How many of its devices stand where.
  public RingCounts counts() {
    return report.counts();
  }

  /// The ring with a wave planned; the spread of starts begins anew.
  RingTrack opened(int nextWave, WaveShare share, Instant now) {
    Instant startedAt =
        switch (phase) {
          case RingPhase.Waiting() -> now;
          case RingPhase.Open open -> open.startedAt();
          case RingPhase.Done done -> done.startedAt();
        };
    var open = new RingPhase.Open(startedAt, now, share);
    return new RingTrack(open, nextWave, promoted, announced, accepted, report, attempt);
  }

  /// The ring with its latest wave planned again, as far as it was. One that was done waits for its
  /// devices again.
  RingTrack reopened(Instant now) {
    return switch (phase) {
      case RingPhase.Waiting() -> this;
      case RingPhase.Open open -> opened(wave, open.share(), now);
      case RingPhase.Done _ -> opened(wave, new WaveShare.Whole(), now);
    };
  }

  /// The share of the ring that is admitted, in millionths.
  long sharePpm(RingPolicy ring) {
    return switch (phase) {
      case RingPhase.Waiting() -> 0;
      case RingPhase.Open open ->
          switch (open.share()) {
            case WaveShare.Whole() -> ring.wavesPpm().get(wave - 1);
            case WaveShare.Part part -> part.sharePpm();
          };
      case RingPhase.Done _ -> RingPolicy.WHOLE_PPM;
    };
  }

  /// The share that was admitted before the latest wave, or step of it.
  private long beforePpm(RingPolicy ring) {
    return phase instanceof RingPhase.Open open && open.share() instanceof WaveShare.Part part
        ? part.beforePpm()
        : wave == 1 ? 0 : ring.wavesPpm().get(wave - 2);
  }

  /// The ring with all its waves through.
  RingTrack done(int waves, Instant now) {
    RingPhase next =
        switch (phase) {
          case RingPhase.Waiting() -> new RingPhase.Done(now, now, now);
          case RingPhase.Open open -> new RingPhase.Done(open.startedAt(), open.windowStart(), now);
          case RingPhase.Done done -> done;
        };
    return new RingTrack(next, waves, promoted, announced, accepted, report, attempt);
  }

  RingTrack toldAbout() {
    return new RingTrack(phase, wave, promoted, true, accepted, report, attempt);
  }

  RingTrack withReport(RingReport next) {
    return new RingTrack(
        phase, wave, promoted, announced, accepted, report.followedBy(next), attempt);
  }

  /// The ring after a person has seen its failures, its silence and that it is slow, and goes on
  /// all the same. While devices may still answer there is no silence to see, and what was accepted
  /// before stays.
  RingTrack withFailuresAccepted(RingPolicy ring, Instant now) {
    WaveCounts seen = waveCounts(ring, now);
    long silence = isOverdue(ring, now) ? seen.quiet() : accepted.silence();
    boolean slow = accepted.slow() || speed(ring).isSlow();
    var next = new Accepted(seen.failed(), silence, slow);
    return new RingTrack(phase, wave, promoted, announced, next, report, attempt);
  }

  /// The ring with the devices that failed asked again. What a person accepted were failures of the
  /// attempts before, which count no more.
  RingTrack retried(int nextAttempt) {
    var slow = new Accepted(0, 0, accepted.slow());
    return new RingTrack(phase, wave, promoted, announced, slow, report, nextAttempt);
  }

  /// The ring with the gate of its latest wave passed by order.
  RingTrack withPromotion() {
    return new RingTrack(phase, wave, wave, announced, accepted, report, attempt);
  }

  /// Whether a person has let the rollout past the gate of the latest wave.
  boolean isPromoted() {
    return promoted == wave;
  }

  /// What the ring's gate says.
  public GateDecision judge(RingPolicy ring, Instant now) {
    return ring.gate().judge(waveCounts(ring, now));
  }

  /// What the times of its devices say.
  Speed speed(RingPolicy ring) {
    return ring.gate().judge(report.times());
  }

  /// When the gate waits no longer for devices that have not confirmed or failed. Until then those
  /// that could not try may try again. Empty if there are none, and for a ring that is done: who
  /// joins it later, or comes back late, is no failure.
  Optional<Instant> findDeadline(RingPolicy ring) {
    return counts().pending() + counts().inconclusive() == 0 || phase instanceof RingPhase.Done
        ? Optional.empty()
        : findWindowStart().map(start -> start.plus(ring.longestAnswer(report.passages().most())));
  }

  /// How many admitted devices have not answered though their time is up.
  long silent(RingPolicy ring, Instant now) {
    return isOverdue(ring, now) ? counts().pending() : 0;
  }

  private boolean isOverdue(RingPolicy ring, Instant now) {
    return findDeadline(ring).filter(at -> !now.isBefore(at)).isPresent();
  }

  private WaveCounts waveCounts(RingPolicy ring, Instant now) {
    long inconclusive = isOverdue(ring, now) ? counts().inconclusive() : 0;
    long silent = silent(ring, now);
    long answered = counts().confirmed() + counts().failed() + inconclusive + silent;
    return new WaveCounts(
        counts().admitted(),
        Math.max(answered, started(ring, now)),
        counts().confirmed(),
        counts().failed(),
        inconclusive,
        silent,
        accepted.failures(),
        accepted.silence());
  }

  /// How many admitted devices were to start by now, by the even spread of the latest wave over its
  /// window. Those of the waves before it have started.
  private long started(RingPolicy ring, Instant now) {
    Optional<Instant> windowStart = findWindowStart();
    if (windowStart.isEmpty()) {
      return 0;
    }
    long share = sharePpm(ring);
    long before = share == 0 ? 0 : counts().admitted() * beforePpm(ring) / share;
    long windowMillis = ring.pullWindow().toMillis();
    long elapsedMillis = Math.max(0, Duration.between(windowStart.get(), now).toMillis());
    return elapsedMillis >= windowMillis
        ? counts().admitted()
        : before + (counts().admitted() - before) * elapsedMillis / windowMillis;
  }

  /// From when the devices of the latest wave, or step of it, spread their start. The ring must be
  /// open.
  Instant windowStart() {
    return findWindowStart()
        .orElseThrow(() -> new IllegalStateException("no wave of the ring was planned"));
  }

  private Optional<Instant> findWindowStart() {
    return switch (phase) {
      case RingPhase.Waiting() -> Optional.empty();
      case RingPhase.Open open -> Optional.of(open.windowStart());
      case RingPhase.Done done -> Optional.of(done.windowStart());
    };
  }
}
