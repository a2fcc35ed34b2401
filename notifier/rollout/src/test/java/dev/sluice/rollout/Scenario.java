package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.events.command.Order;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Drives the machine by hand: one product, one partition of devices, a clock that moves when told.
final class Scenario {
  static final ProductName PRODUCT = new ProductName("gateway");
  static final MetadataVersions VERSIONS = new MetadataVersions(7, 5);
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final Duration DELTA_WAIT = Duration.ofMinutes(10);
  static final Duration SOAK = Duration.ofMinutes(5);
  static final Duration SILENT_AFTER = Duration.ofHours(1);

  ProductRollouts state = ProductRollouts.initial(PRODUCT);
  Instant now = START;
  List<Effect> effects = List.of();
  final List<Effect> allEffects = new ArrayList<>();
  String ignored = "";
  private long revision;

  /// Canary in one wave, broad in two; both soak for five minutes.
  static RolloutPolicy policy() {
    return policy(StartMode.AUTOMATIC, FailureAction.PAUSE, DELTA_WAIT, SOAK);
  }

  static RolloutPolicy policy(
      StartMode start, FailureAction onFailure, Duration deltaWait, Duration soak) {
    return new RolloutPolicy(
        List.of(
            ring("canary", new Selector.Tag("canary"), List.of(1_000_000L), soak),
            ring("broad", new Selector.Everyone(), List.of(500_000L, 1_000_000L), soak)),
        deltaWait,
        start,
        onFailure);
  }

  static RingPolicy ring(String name, Selector selector, List<Long> waves, Duration soak) {
    return new RingPolicy(
        name, selector, waves, soak, Duration.ZERO, SILENT_AFTER, false, Gate.DEFAULT);
  }

  static ReleaseRef release(long counter) {
    return new ReleaseRef(
        ReleaseId.parse("gateway/1." + counter),
        counter,
        Digest.sha256(("manifest " + counter).getBytes(StandardCharsets.UTF_8)));
  }

  static RolloutId id(long counter) {
    return new RolloutId(PRODUCT, counter);
  }

  @CanIgnoreReturnValue
  Scenario release(long counter, RolloutPolicy policy) {
    return step(new RolloutEvent.ReleaseSigned(release(counter), policy));
  }

  @CanIgnoreReturnValue
  Scenario deltas(long counter) {
    return step(new RolloutEvent.DeltasSigned(counter, true));
  }

  @CanIgnoreReturnValue
  Scenario signed() {
    return signed(state.sequence());
  }

  @CanIgnoreReturnValue
  Scenario signed(long sequence) {
    return step(new RolloutEvent.RingsSigned(sequence, VERSIONS));
  }

  @CanIgnoreReturnValue
  Scenario order(long counter, Order order) {
    return step(new RolloutEvent.Ordered(id(counter), order, "ada", "because"));
  }

  @CanIgnoreReturnValue
  Scenario promote(long counter, String ring, int wave) {
    return step(new RolloutEvent.Promoted(id(counter), ring, wave, "ada", "because"));
  }

  @CanIgnoreReturnValue
  Scenario rollBack(RolloutId rollout, long target, boolean everywhere) {
    return step(
        new RolloutEvent.RollbackOrdered(
            rollout, release(target).release(), everywhere, "ada", "because"));
  }

  @CanIgnoreReturnValue
  Scenario retry(long counter, String ring, int attempt) {
    return step(new RolloutEvent.RetryOrdered(id(counter), ring, attempt, "ada", "because"));
  }

  @CanIgnoreReturnValue
  Scenario hold(String name, String where) {
    var hold = SafeguardHold.of(PRODUCT, name, Condition.parse(where));
    return step(new RolloutEvent.SafeguardOrdered(name, Optional.of(hold), "ada", "because"));
  }

  @CanIgnoreReturnValue
  Scenario lift(String name) {
    return step(new RolloutEvent.SafeguardOrdered(name, Optional.empty(), "ada", "mended"));
  }

  @CanIgnoreReturnValue
  Scenario flag(String ring, String flag, boolean off) {
    return step(
        new RolloutEvent.FlagOrdered(ring, new FlagName(flag), off, "ada", "checkout fails"));
  }

  @CanIgnoreReturnValue
  Scenario approve(long counter, String ring) {
    return step(new RolloutEvent.Approved(id(counter), ring, "ada", "because"));
  }

  @CanIgnoreReturnValue
  Scenario counts(RingCounts canary, RingCounts broad) {
    return step(report(state.sequence(), canary, broad));
  }

  RolloutEvent.CountsChanged report(long sequence, RingCounts canary, RingCounts broad) {
    revision++;
    return new RolloutEvent.CountsChanged(
        new PartitionReport(
            0, 1, sequence, revision, RingReport.of(Map.of("canary", canary, "broad", broad))));
  }

  @CanIgnoreReturnValue
  Scenario pass(Duration duration) {
    now = now.plus(duration);
    return step(new RolloutEvent.TimePassed());
  }

  @CanIgnoreReturnValue
  Scenario step(RolloutEvent event) {
    switch (RolloutMachine.step(state, event, now)) {
      case Transition.Applied applied -> {
        state = applied.state();
        effects = applied.effects();
        ignored = "";
      }
      case Transition.Ignored same -> {
        assertThat(same.state()).isEqualTo(state);
        effects = List.of();
        ignored = same.reason();
      }
    }
    allEffects.addAll(effects);
    return this;
  }

  Rollout rollout() {
    return state.findActive().orElseThrow();
  }

  Stage stage() {
    return rollout().stage();
  }

  /// The documents planned by the last step.
  List<RingsDocument> planned() {
    return effects.stream()
        .filter(Effect.PlanRings.class::isInstance)
        .map(effect -> ((Effect.PlanRings) effect).event().document())
        .toList();
  }

  /// The rings to which the last step announced a wave.
  List<String> announced() {
    return effects.stream()
        .filter(Effect.AnnounceWave.class::isInstance)
        .map(effect -> ((Effect.AnnounceWave) effect).event().ring())
        .toList();
  }

  /// The rings that the last step told to hold.
  List<String> halted() {
    return effects.stream()
        .filter(Effect.AnnounceHalt.class::isInstance)
        .map(effect -> ((Effect.AnnounceHalt) effect).event().ring())
        .toList();
  }

  /// What the last step wrote to the audit log.
  List<String> recorded() {
    return effects.stream()
        .filter(Effect.RecordChange.class::isInstance)
        .map(effect -> ((Effect.RecordChange) effect).event().change())
        .toList();
  }

  static RingCounts all(long devices) {
    return new RingCounts(devices, devices, devices, 0, 0);
  }

  static RingCounts open(long devices) {
    return new RingCounts(devices, devices, 0, 0, 0);
  }

  static RingCounts closed(long devices) {
    return new RingCounts(devices, 0, 0, 0, 0);
  }
}
