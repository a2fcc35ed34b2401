package dev.sluice.rollout;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.Version;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Shows rollouts as people and the audit log see them.
public final class Snapshots {
  /// Until then devices that did not hear the announcement may still take the release.
  private static final String NOT_SIGNED = " – not signed yet";

  private Snapshots() {}

  /// The rollout as it stands at an instant.
  public static RolloutSnapshot of(Rollout rollout, Instant now) {
    String reason = reason(rollout, now);
    if (rollout.purpose() instanceof Purpose.Rollback(var of, _)) {
      reason = "takes " + of + " back" + (reason.isEmpty() ? "" : "; " + reason);
    }
    return snapshot(rollout, stateName(rollout), reason, now);
  }

  /// The rollout as a higher counter ended it.
  static RolloutSnapshot superseded(Rollout rollout, Rollout by, Instant now) {
    String reason = "release " + by.release().release() + " has counter " + by.id().counter();
    return snapshot(rollout, "superseded", reason, now);
  }

  /// The rollout as an ordered rollback ended it.
  static RolloutSnapshot rolledBack(Rollout rollout, String cause, Instant now) {
    return snapshot(rollout, "rolled-back", cause, now);
  }

  /// The name of the rollout's stage, as people see it.
  static String stateName(Rollout rollout) {
    return switch (rollout.stage()) {
      case Stage.WaitingForStart _ -> "waiting-for-start";
      case Stage.WaitingForDeltas _ -> "waiting-for-deltas";
      case Stage.WaitingForApproval _ -> "waiting-for-approval";
      case Stage.Signing _, Stage.Finishing _ -> "signing";
      case Stage.Admitting _ -> "admitting";
      case Stage.Soaking _ -> "soaking";
      case Stage.Paused _ -> "paused";
      case Stage.Halted _ -> "halted";
      case Stage.Completed _ -> "completed";
    };
  }

  private static String reason(Rollout rollout, Instant now) {
    return switch (rollout.stage()) {
      case Stage.Paused(_, var why, _, var signed) -> signed ? why : why + NOT_SIGNED;
      case Stage.Halted(var why, _, var signed) -> signed ? why : why + NOT_SIGNED;
      case Stage.Admitting(var at, _) -> gate(rollout, at, now);
      case Stage.Soaking(var at, _, var until) ->
          gate(rollout, at, now) + "; soaks until " + until.truncatedTo(ChronoUnit.SECONDS);
      case Stage.WaitingForDeltas(var until) ->
          "for patches, until " + until.truncatedTo(ChronoUnit.SECONDS) + " at most";
      case Stage.WaitingForApproval(var next) ->
          "ring %s has to be approved".formatted(rollout.policy().rings().get(next.ring()).name());
      case Stage.Finishing _ -> nobody(rollout);
      case Stage.Completed(_, var signed) ->
          signed ? nobody(rollout) : "its rings document was changed" + NOT_SIGNED;
      case Stage.WaitingForStart _, Stage.Signing _ -> "";
    };
  }

  private static String nobody(Rollout rollout) {
    return rollout.isWithoutDevices() ? "no device runs " + rollout.id().product() : "";
  }

  /// What the gate of a wave says, in its own words.
  private static String gate(Rollout rollout, Position at, Instant now) {
    RingPolicy ring = rollout.policy().rings().get(at.ring());
    RingTrack track = rollout.tracks().get(at.ring());
    String reason =
        Gates.isPassed(rollout, at) && track.counts().admitted() == 0
            ? "ring %s: no device is admitted yet".formatted(ring.name())
            : Gates.judge(rollout, at, now).reason();
    if (Pacing.isRaising(track, ring)) {
      reason += "; " + Pacing.words(track, ring, now);
    }
    String speed = Gates.speedWords(rollout, at.ring());
    if (!speed.isEmpty()) {
      reason += "; " + speed;
    }
    if (!track.report().held().isEmpty()) {
      reason += "; " + track.report().held().words();
    }
    reason += passages(rollout, track);
    if (ring.install() instanceof InstallTimes.Within) {
      reason += "; devices switch in maintenance windows";
    }
    return rollout.stage() instanceof Stage.Admitting
        ? reason.replaceFirst(": ", ": waiting: ")
        : reason;
  }

  private static String passages(Rollout rollout, RingTrack track) {
    List<String> floors = new ArrayList<>();
    for (Version floor : rollout.policy().floors()) {
      long devices = track.report().passages().devices().getOrDefault(floor.value(), 0L);
      if (devices > 0) {
        floors.add("%d through %s".formatted(devices, floor));
      }
    }
    return floors.isEmpty() ? "" : "; devices pass first " + String.join(", ", floors);
  }

  private static RolloutSnapshot snapshot(
      Rollout rollout, String state, String reason, Instant now) {
    List<RingProgress> rings = new ArrayList<>();
    for (int i = 0; i < rollout.tracks().size(); i++) {
      rings.add(ring(rollout, i, now));
    }
    return new RolloutSnapshot(
        rollout.id(),
        rollout.release().release(),
        rollout.id().counter(),
        state,
        reason,
        now,
        rings);
  }

  private static RingProgress ring(Rollout rollout, int index, Instant now) {
    RingPolicy policy = rollout.policy().rings().get(index);
    RingTrack track = rollout.tracks().get(index);
    return new RingProgress(
        policy.name(),
        ringState(rollout.stage(), track.phase()),
        track.counts().devices(),
        track.counts().admitted(),
        track.counts().confirmed(),
        track.counts().failed(),
        track.counts().inconclusive(),
        track.silent(policy, now),
        track.report().causes(),
        track.wave(),
        policy.wavesPpm().size(),
        track.attempt(),
        span(track.phase()),
        Gates.speedWords(rollout, index),
        track.report().held());
  }

  private static String ringState(Stage stage, RingPhase phase) {
    return switch (phase) {
      case RingPhase.Waiting() -> "waiting";
      case RingPhase.Done _ -> "done";
      case RingPhase.Open _ when stage instanceof Stage.Halted -> "halted";
      case RingPhase.Open _ when stage instanceof Stage.Soaking -> "soaking";
      case RingPhase.Open _ -> "admitting";
    };
  }

  private static RingSpan span(RingPhase phase) {
    return switch (phase) {
      case RingPhase.Waiting() -> new RingSpan.NotStarted();
      case RingPhase.Open open -> new RingSpan.Started(open.startedAt());
      case RingPhase.Done done -> new RingSpan.Ended(done.startedAt(), done.endedAt());
    };
  }
}
