package dev.sluice.rollout;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// One step of the [RolloutMachine] under way: the state so far and the effects so far.
///
/// It decides nothing. It lives as long as the step and belongs to its thread.
final class RolloutStep {
  private final Instant now;
  private final List<Effect> effects = new ArrayList<>();
  private ProductRollouts state;

  RolloutStep(ProductRollouts state, Instant now) {
    this.state = state;
    this.now = now;
  }

  Instant now() {
    return now;
  }

  ProductRollouts state() {
    return state;
  }

  /// The active rollout, which has to be there.
  Rollout rollout() {
    return state.findActive().orElseThrow(() -> new IllegalStateException("no rollout is active"));
  }

  void change(UnaryOperator<ProductRollouts> change) {
    state = change.apply(state);
  }

  void changeRollout(UnaryOperator<Rollout> change) {
    state = state.withActive(change.apply(rollout()));
  }

  void enter(Stage stage) {
    changeRollout(rollout -> rollout.withStage(stage));
  }

  /// Plans a document that says what the active rollout has decided.
  ///
  /// @return its sequence
  long plan(NextState next) {
    long sequence = state.sequence() + 1;
    if (!rollout().wasPlanned()) {
      changeRollout(rollout -> rollout.withFirstSequence(sequence));
    }
    return send(RingsPlanner.underWay(state.product(), sequence, state.current(), rollout(), next));
  }

  /// Plans a document in which no ring moves: all stand at the current release.
  ///
  /// @return its sequence
  long planStanding() {
    return send(
        RingsPlanner.standing(state.product(), state.sequence() + 1, state.current(), rollout()));
  }

  /// Plans a document in which all rings stand at the active rollout's release.
  ///
  /// @return its sequence
  long planCompletion() {
    return send(
        RingsPlanner.standing(
            state.product(), state.sequence() + 1, rollout().result(), rollout()));
  }

  /// Plans a document that says what the stage says already.
  ///
  /// @return its sequence
  long planPresent() {
    return send(present(state.sequence() + 1));
  }

  private RingsDocument present(long sequence) {
    Rollout rollout = rollout();
    return switch (rollout.stage()) {
      case Stage.WaitingForStart _, Stage.WaitingForDeltas _ -> standing(sequence, state.current());
      case Stage.Signing _, Stage.Admitting _, Stage.Soaking _, Stage.WaitingForApproval _ ->
          underWay(sequence, NextState.ADMITTING);
      case Stage.Paused _ -> underWay(sequence, NextState.PAUSED);
      case Stage.Halted _ -> underWay(sequence, NextState.HALTED);
      case Stage.Finishing _, Stage.Completed _ -> standing(sequence, rollout.result());
    };
  }

  /// What stands, as long as no document has spoken of the active rollout.
  private RingsDocument underWay(long sequence, NextState next) {
    return rollout().wasPlanned()
        ? RingsPlanner.underWay(state.product(), sequence, state.current(), rollout(), next)
        : standing(sequence, state.current());
  }

  private RingsDocument standing(long sequence, Current current) {
    return RingsPlanner.standing(state.product(), sequence, current, rollout());
  }

  private long send(RingsDocument document) {
    state = state.withSequence(document.sequence());
    ask(document);
    return document.sequence();
  }

  /// Asks once more for a document that says what the active rollout has decided.
  void planSame(long sequence, NextState next) {
    ask(RingsPlanner.underWay(state.product(), sequence, state.current(), rollout(), next));
  }

  /// Asks once more for the document of [#planCompletion()].
  void planSameCompletion(long sequence) {
    ask(RingsPlanner.standing(state.product(), sequence, rollout().result(), rollout()));
  }

  private void ask(RingsDocument plain) {
    RingsDocument document =
        RingsPlanner.withFlagsOff(plain.withSafeguards(state.holds()), state::flagsOff)
            .withFloors(
                state.history().floors(rollout().policy().floors(), rollout().release().counter()));
    changeRollout(rollout -> rollout.asked(now));
    effects.add(
        new Effect.PlanRings(new RingsPlanned(state.product(), document.sequence(), document)));
  }

  /// Hints to one ring of the active rollout that there is a document to refresh for.
  void announce(int ring, MetadataVersions versions) {
    Rollout rollout = rollout();
    effects.add(
        new Effect.AnnounceWave(
            new WaveAnnounced(
                state.product(),
                rollout.policy().rings().get(ring).name(),
                rollout.id(),
                rollout.tracks().get(ring).wave(),
                rollout.release().release(),
                rollout.release().manifest(),
                versions)));
    changeRollout(r -> r.withTrack(ring, RingTrack::toldAbout));
  }

  /// Hints to one ring that there is a document to refresh for in which no release is new, unless
  /// this step has announced a wave to it. A ring that the active rollout does not know is told
  /// nothing.
  void announceDocument(String name, MetadataVersions versions) {
    boolean isKnown =
        rollout().policy().rings().stream().anyMatch(ring -> ring.name().equals(name));
    if (isKnown && !isAnnounced(name)) {
      ReleaseRef release = state.current().findRelease().orElse(rollout().release());
      effects.add(
          new Effect.AnnounceWave(
              new WaveAnnounced(
                  state.product(),
                  name,
                  rollout().id(),
                  WaveAnnounced.NO_WAVE,
                  release.release(),
                  release.manifest(),
                  versions)));
    }
  }

  private boolean isAnnounced(String ring) {
    return effects.stream()
        .anyMatch(
            effect ->
                effect instanceof Effect.AnnounceWave(var event) && event.ring().equals(ring));
  }

  /// Hints to every ring that heard of the active rollout, except those that were told just now.
  void announceAgain(List<Integer> except, MetadataVersions versions) {
    for (int ring = 0; ring < rollout().tracks().size(); ring++) {
      if (!except.contains(ring) && rollout().tracks().get(ring).announced()) {
        announce(ring, versions);
      }
    }
  }

  /// Tells every ring that the active rollout has come to to hold. A device may have read the
  /// document of a wave that was not announced yet.
  ///
  /// @param sequence of the rings document that stops it
  void announceHalt(long sequence, String reason) {
    Rollout rollout = rollout();
    for (int i = 0; i < rollout.tracks().size(); i++) {
      if (rollout.tracks().get(i).wave() > 0) {
        RingPolicy ring = rollout.policy().rings().get(i);
        effects.add(
            new Effect.AnnounceHalt(
                new RolloutHalted(state.product(), ring.name(), rollout.id(), sequence, reason)));
      }
    }
  }

  /// Writes the active rollout to the audit log.
  void record(String change) {
    record(change, "");
  }

  /// Writes the active rollout to the audit log.
  ///
  /// @param cause why, and who ordered it; empty for what the machine did by itself
  void record(String change, String cause) {
    record(rollout(), change, cause);
    changeRollout(rollout -> rollout.recorded(now));
  }

  void record(Rollout rollout, String change, String cause) {
    record(Snapshots.of(rollout, now), change, cause);
  }

  void recordSuperseded(Rollout rollout, Rollout by) {
    record(Snapshots.superseded(rollout, by, now), "superseded", "");
  }

  /// Writes the active rollout to the audit log for the last time: its devices go back.
  void recordRolledBack(String cause) {
    record(Snapshots.rolledBack(rollout(), cause, now), "rolled-back", cause);
  }

  private void record(RolloutSnapshot snapshot, String change, String cause) {
    effects.add(new Effect.RecordChange(new RolloutChanged(snapshot, change, cause)));
  }

  /// Takes in a step that was made from the state of this one.
  void take(Transition inner) {
    switch (inner) {
      case Transition.Applied applied -> {
        state = applied.state();
        applied.effects().stream()
            .filter(effect -> !(effect instanceof Effect.ScheduleAt))
            .forEach(effects::add);
      }
      case Transition.Ignored _ -> {}
    }
  }

  Transition applied() {
    state.wakeAt(now).ifPresent(at -> effects.add(new Effect.ScheduleAt(at)));
    return new Transition.Applied(state, effects);
  }
}
