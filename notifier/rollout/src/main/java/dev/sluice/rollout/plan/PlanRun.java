package dev.sluice.rollout.plan;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.rollout.Effect;
import dev.sluice.rollout.RingPhase;
import dev.sluice.rollout.RingTrack;
import dev.sluice.rollout.Rollout;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.Stage;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.gate.GateDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One run of a rollout in virtual time: the real machine, fed with what modelled devices answer.
///
/// | event | when |
/// |---|---|
/// | rings signed | half a second after they were planned |
/// | counts | soon after a document was planned or an answer came [1] |
/// | time | when the machine asked for it |
/// | start, approval | at once when the machine waits for a person |
///
/// - [1] A third of a second; later a fiftieth of the time that the wave lasts, so that a long one
///   takes few steps.
final class PlanRun {
  /// How long a document is on its way to the signer and back.
  private static final long SIGNING_MILLIS = 500;

  /// How long counts gather, and then a fiftieth of the time that the wave lasts already.
  private static final long COUNTING_MILLIS = 300;

  private static final int GATHERED = 50;
  private static final int STEP_LIMIT = 20_000;
  private static final long NEVER = Long.MAX_VALUE;
  private static final MetadataVersions VERSIONS = new MetadataVersions(1, 1);

  private final Instant startedAt;
  private final ModelledDevices devices;
  private final DrivenMachine machine;
  private final Optional<Traffic> traffic;
  private final List<Curve> curves = new ArrayList<>();
  private Optional<RingsDocument> planned = Optional.empty();
  private long now;
  private long signAt = NEVER;
  private long countAt = NEVER;
  private long wakeAt = NEVER;
  private long waveAt;
  private int waves;
  private long revision;
  private int steps;

  /// @param times evenly through the distribution of observed times
  /// @param failedPpm on which share of the devices the release fails
  /// @param watched whether the traffic is of interest
  PlanRun(
      PlannedFleet fleet,
      Instant startedAt,
      long[] times,
      long failedPpm,
      boolean watched,
      RandomGenerator random) {
    this.startedAt = startedAt;
    this.devices = new ModelledDevices(fleet, times, failedPpm, random);
    this.machine = new DrivenMachine(fleet.rollout());
    this.traffic = watched ? Optional.of(new Traffic(fleet)) : Optional.empty();
    fleet.rings().forEach(_ -> curves.add(new Curve()));
  }

  RunResult run(RolloutEvent.ReleaseSigned signed, boolean hasDeltas) {
    perform(machine.begin(signed, hasDeltas, startedAt));
    while (end().isEmpty() && steps < STEP_LIMIT && advance()) {
      steps++;
    }
    return result();
  }

  /// Goes on to whatever comes next.
  ///
  /// @return false if nothing does
  private boolean advance() {
    long answer = devices.nextAnswer();
    long reportAt =
        answer == NEVER
            ? countAt
            : Math.min(countAt, Math.max(now, answer) + gathering(Math.max(now, answer)));
    long next = Math.min(Math.min(signAt, reportAt), wakeAt);
    if (next == NEVER) {
      return false;
    }
    now = Math.max(now, next);
    if (next == signAt) {
      signAt = NEVER;
      take(new RolloutEvent.RingsSigned(planned.orElseThrow().sequence(), VERSIONS));
    } else if (next == reportAt) {
      countAt = NEVER;
      count();
    } else {
      wakeAt = NEVER;
      take(new RolloutEvent.TimePassed());
    }
    return true;
  }

  private long gathering(long at) {
    return Math.max(COUNTING_MILLIS, (at - waveAt) / GATHERED);
  }

  private void count() {
    devices.answer(now);
    for (int ring = 0; ring < curves.size(); ring++) {
      curves.get(ring).add(now, devices.confirmed(ring));
    }
    if (planned.isPresent()) {
      revision++;
      RingsDocument document = planned.get();
      take(
          new RolloutEvent.CountsChanged(
              new PartitionReport(0, 1, document.sequence(), revision, devices.reports(document))));
    }
  }

  private void take(RolloutEvent event) {
    perform(machine.take(event, startedAt.plusMillis(now)));
  }

  private void perform(List<Effect> effects) {
    boolean isAnnounced = false;
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.PlanRings(var event) -> {
          planned = Optional.of(event.document());
          signAt = now + SIGNING_MILLIS;
          countAt = now + COUNTING_MILLIS;
        }
        case Effect.ScheduleAt(var at) ->
            wakeAt = Math.max(now, at.toEpochMilli() - startedAt.toEpochMilli() + 1);
        case Effect.AnnounceWave _ -> isAnnounced = true;
        case Effect.AnnounceHalt _, Effect.RecordChange _ -> {}
      }
    }
    if (isAnnounced) {
      learnt();
    }
  }

  private void learnt() {
    int reached = machine.active().tracks().stream().mapToInt(RingTrack::wave).sum();
    if (reached != waves) {
      // A step of the pace begins no wave: a long paced ring would take too many steps.
      waves = reached;
      waveAt = now;
    }
    traffic.ifPresent(flows -> flows.announced(now));
    devices.learn(
        planned.orElseThrow(),
        startedAt,
        now,
        (at, node, thing) -> traffic.ifPresent(flows -> flows.pulled(at, node, thing)));
  }

  private Optional<String> end() {
    return machine.stage().flatMap(PlanRun::end);
  }

  private static Optional<String> end(Stage stage) {
    return switch (stage) {
      case Stage.Completed _ -> Optional.of(RunResult.COMPLETED);
      case Stage.Paused _ -> Optional.of(RunResult.PAUSED);
      case Stage.Halted _ -> Optional.of(RunResult.HALTED);
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Signing _,
          Stage.Admitting _,
          Stage.Soaking _,
          Stage.Finishing _ ->
          Optional.empty();
    };
  }

  private RunResult result() {
    List<RunResult.Span> spans = new ArrayList<>();
    int ring = 0;
    List<RingTrack> tracks = machine.active().tracks();
    for (int i = 0; i < tracks.size(); i++) {
      RingPhase phase = tracks.get(i).phase();
      spans.add(span(phase));
      ring = phase instanceof RingPhase.Waiting ? ring : i;
    }
    return new RunResult(
        end().orElse(RunResult.UNFINISHED),
        now,
        isStopped(),
        ring,
        devices.startedBy(now),
        spans,
        curves.stream().map(Curve::points).toList(),
        traffic.map(Traffic::tiers),
        steps);
  }

  /// A policy may pause where a gate stops, so the stage alone does not tell a stop from a doubt.
  private boolean isStopped() {
    Instant at = startedAt.plusMillis(now);
    Rollout rollout = machine.active();
    for (int i = 0; i < rollout.tracks().size(); i++) {
      GateDecision said = rollout.tracks().get(i).judge(rollout.policy().rings().get(i), at);
      if (said instanceof GateDecision.Stop) {
        return true;
      }
    }
    return false;
  }

  private RunResult.Span span(RingPhase phase) {
    return switch (phase) {
      case RingPhase.Waiting() -> new RunResult.Span(-1, -1);
      case RingPhase.Open open -> new RunResult.Span(since(open.startedAt()), -1);
      case RingPhase.Done done ->
          new RunResult.Span(since(done.startedAt()), since(done.endedAt()));
    };
  }

  private long since(Instant at) {
    return at.toEpochMilli() - startedAt.toEpochMilli();
  }
}
