package dev.sluice.rollout;

import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.policy.RolloutPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The journey of one release through the rings.
///
/// @param release what travels
/// @param purpose what it is for
/// @param policy the policy that it began with
/// @param stage where it stands
/// @param tracks its way through each ring, in the order of the policy's rings
/// @param firstSequence the first rings document that was planned for it; 0 if none was
/// @param askedAt when the signer was last asked for a rings document of it; when it was created if
///     never
/// @param deltasComplete whether its patches are signed
/// @param recordedAt when its latest record went to the audit log
/// @param unrecorded whether counts have changed since then
public record Rollout(
    RolloutId id,
    ReleaseRef release,
    Purpose purpose,
    RolloutPolicy policy,
    Stage stage,
    List<RingTrack> tracks,
    long firstSequence,
    Instant askedAt,
    boolean deltasComplete,
    Instant recordedAt,
    boolean unrecorded) {
  /// Checks that there is one track for each ring.
  public Rollout {
    tracks = List.copyOf(tracks);
    if (tracks.size() != policy.rings().size()) {
      throw new IllegalArgumentException(
          "a rollout must track %d rings, got %d".formatted(policy.rings().size(), tracks.size()));
    }
  }

  static Rollout create(
      RolloutId id,
      ReleaseRef release,
      Purpose purpose,
      RolloutPolicy policy,
      boolean deltasComplete,
      Instant now) {
    List<RingTrack> tracks = policy.rings().stream().map(_ -> RingTrack.UNTOUCHED).toList();
    return new Rollout(
        id,
        release,
        purpose,
        policy,
        new Stage.WaitingForStart(),
        tracks,
        0,
        now,
        deltasComplete,
        now,
        false);
  }

  /// Whether it takes devices back.
  boolean isRollback() {
    return purpose instanceof Purpose.Rollback;
  }

  /// Whether all its rings go at once.
  boolean isEverywhere() {
    return purpose instanceof Purpose.Rollback(_, var everywhere) && everywhere;
  }

  /// The rings that a wave is in: one, or all if it goes everywhere at once.
  List<Integer> ringsOf(Position at) {
    return isEverywhere() ? IntStream.range(0, tracks.size()).boxed().toList() : List.of(at.ring());
  }

  /// What its rings stand at once it is through.
  Current result() {
    return isRollback() ? new Current.Restored(release, id) : release;
  }

  /// Whether any rings document speaks of it.
  boolean wasPlanned() {
    return firstSequence > 0;
  }

  /// Whether it can still change devices: neither completed nor halted.
  boolean isUnderWay() {
    return switch (stage) {
      case Stage.Completed _, Stage.Halted _ -> false;
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.WaitingForApproval _,
          Stage.Signing _,
          Stage.Admitting _,
          Stage.Soaking _,
          Stage.Paused _,
          Stage.Finishing _ ->
          true;
    };
  }

  /// The rings that its gates look at: those up to the one it is in. None while no outcome could
  /// move it.
  int judgedRings() {
    return switch (stage) {
      case Stage.Admitting admitting -> admitting.at().ring() + 1;
      case Stage.Soaking soaking -> soaking.at().ring() + 1;
      case Stage.WaitingForApproval(var next) -> next.ring();
      case Stage.WaitingForStart _,
          Stage.WaitingForDeltas _,
          Stage.Signing _,
          Stage.Paused _,
          Stage.Halted _,
          Stage.Finishing _,
          Stage.Completed _ ->
          0;
    };
  }

  /// Whether no ring has a device.
  boolean isWithoutDevices() {
    return tracks.stream().allMatch(track -> track.counts().devices() == 0);
  }

  /// When these rings no longer wait for devices.
  Stream<Instant> deadlines() {
    return IntStream.range(0, judgedRings())
        .mapToObj(ring -> tracks.get(ring).findDeadline(policy.rings().get(ring)))
        .flatMap(Optional::stream);
  }

  Rollout withStage(Stage next) {
    return copy(next, tracks, firstSequence, askedAt, deltasComplete, recordedAt, unrecorded);
  }

  Rollout withFirstSequence(long sequence) {
    return copy(stage, tracks, sequence, askedAt, deltasComplete, recordedAt, unrecorded);
  }

  Rollout asked(Instant now) {
    return copy(stage, tracks, firstSequence, now, deltasComplete, recordedAt, unrecorded);
  }

  Rollout withDeltasComplete() {
    return copy(stage, tracks, firstSequence, askedAt, true, recordedAt, unrecorded);
  }

  Rollout withTracks(List<RingTrack> next) {
    return copy(stage, next, firstSequence, askedAt, deltasComplete, recordedAt, unrecorded);
  }

  Rollout withTrack(int ring, UnaryOperator<RingTrack> change) {
    List<RingTrack> next = new ArrayList<>(tracks);
    next.set(ring, change.apply(tracks.get(ring)));
    return withTracks(next);
  }

  Rollout recorded(Instant now) {
    return copy(stage, tracks, firstSequence, askedAt, deltasComplete, now, false);
  }

  Rollout withUnrecorded() {
    return copy(stage, tracks, firstSequence, askedAt, deltasComplete, recordedAt, true);
  }

  /// The same journey, further on.
  private Rollout copy(
      Stage nextStage,
      List<RingTrack> nextTracks,
      long nextFirstSequence,
      Instant nextAskedAt,
      boolean nextDeltasComplete,
      Instant nextRecordedAt,
      boolean nextUnrecorded) {
    return new Rollout(
        id,
        release,
        purpose,
        policy,
        nextStage,
        nextTracks,
        nextFirstSequence,
        nextAskedAt,
        nextDeltasComplete,
        nextRecordedAt,
        nextUnrecorded);
  }
}
