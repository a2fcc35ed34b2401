package dev.sluice.rollout;

import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.Safeguard;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.release.ProductName;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.FleetCounts;
import dev.sluice.rollout.policy.RingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Everything that the rollout machine holds for one product.
///
/// There is one current release for all rings and not one for each: during a rollout every ring
/// keeps the old one, on completion all take the new one in one document.
///
/// @param sequence of the latest planned rings document; 0 before the first
/// @param history the releases that there were
/// @param current what stands in every ring apart from rollouts
/// @param active the latest rollout that was started, also when it is over
/// @param waiting rollouts that a person has to start, by rising counter
/// @param ahead what speaks of releases that are not signed yet
/// @param counts the latest reports of the partitions of the devices
/// @param safeguards which devices are kept out of going forward, the oldest first
/// @param flags the latest order for each flag of each ring that is off, or whose order is not
///     signed yet, the oldest first, at most [#MAX_FLAG_SWITCHES]
public record ProductRollouts(
    ProductName product,
    long sequence,
    ReleaseHistory history,
    Current current,
    Active active,
    List<Rollout> waiting,
    Ahead ahead,
    FleetCounts counts,
    List<Safeguard> safeguards,
    List<FlagSwitch> flags) {
  /// Most flags of all rings, those of rings that are gone included.
  public static final int MAX_FLAG_SWITCHES = 500;

  /// How long changed counts may stay out of the audit log, so that it shows progress without
  /// holding every count.
  public static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

  /// How long a signature may take before it is asked for again. Long enough for a signer that
  /// restarts, short enough for a halt.
  public static final Duration ASK_AGAIN_INTERVAL = Duration.ofMinutes(1);

  /// Copies the collections.
  public ProductRollouts {
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence must not be negative, got " + sequence);
    }
    waiting = List.copyOf(waiting);
    safeguards = List.copyOf(safeguards);
    flags = List.copyOf(flags);
  }

  /// The latest started rollout, if there ever was one.
  public sealed interface Active {
    /// None was started yet.
    record Nothing() implements Active {}

    /// One was started.
    record Latest(Rollout rollout) implements Active {}
  }

  /// A product of which nothing is known.
  public static ProductRollouts initial(ProductName product) {
    return new ProductRollouts(
        product,
        0,
        ReleaseHistory.NONE,
        new Current.None(),
        new Active.Nothing(),
        List.of(),
        Ahead.NOTHING,
        FleetCounts.NONE,
        List.of(),
        List.of());
  }

  /// The latest started rollout.
  public Optional<Rollout> findActive() {
    return switch (active) {
      case Active.Nothing() -> Optional.empty();
      case Active.Latest(var rollout) -> Optional.of(rollout);
    };
  }

  /// The active and the waiting rollouts.
  public Stream<Rollout> rollouts() {
    return Stream.concat(findActive().stream(), waiting.stream());
  }

  /// A rollout that is active or waits to be started.
  public Optional<Rollout> find(RolloutId id) {
    return rollouts().filter(rollout -> rollout.id().equals(id)).findFirst();
  }

  /// Where a rollout can be rolled back to now, the latest release first. An order to go anywhere
  /// else is ignored.
  public List<ReleaseRef> rollbackTargets(RolloutId id) {
    return Rollbacks.targets(this, id);
  }

  /// When the machine next has to look at the clock.
  ///
  /// @param now after which; what was due before it was looked at
  Optional<Instant> wakeAt(Instant now) {
    return findActive()
        .flatMap(
            rollout ->
                Stream.of(
                        stageEnd(rollout).stream(),
                        progressAt(rollout).stream(),
                        Flags.findAskAgainAt(this).stream(),
                        Pacing.findNextAt(rollout).stream(),
                        rollout.deadlines())
                    .flatMap(instants -> instants)
                    .filter(at -> at.isAfter(now))
                    .min(Instant::compareTo));
  }

  private static Optional<Instant> stageEnd(Rollout rollout) {
    return switch (rollout.stage()) {
      case Stage.WaitingForDeltas(var until) -> Optional.of(until);
      case Stage.Soaking soaking -> Optional.of(soaking.until());
      case Stage.Signing _, Stage.Paused _, Stage.Halted _, Stage.Finishing _, Stage.Completed _ ->
          rollout.stage().awaitsSignature()
              ? Optional.of(rollout.askedAt().plus(ASK_AGAIN_INTERVAL))
              : Optional.empty();
      case Stage.WaitingForStart _, Stage.WaitingForApproval _, Stage.Admitting _ ->
          Optional.empty();
    };
  }

  private static Optional<Instant> progressAt(Rollout rollout) {
    return rollout.unrecorded()
        ? Optional.of(rollout.recordedAt().plus(PROGRESS_INTERVAL))
        : Optional.empty();
  }

  ProductRollouts withSequence(long next) {
    return new ProductRollouts(
        product, next, history, current, active, waiting, ahead, counts, safeguards, flags);
  }

  ProductRollouts withHistory(UnaryOperator<ReleaseHistory> change) {
    ReleaseHistory next = change.apply(history);
    return new ProductRollouts(
        product, sequence, next, current, active, waiting, ahead, counts, safeguards, flags);
  }

  ProductRollouts withCurrent(Current next) {
    return new ProductRollouts(
        product, sequence, history, next, active, waiting, ahead, counts, safeguards, flags);
  }

  ProductRollouts withActive(Rollout rollout) {
    var next = new Active.Latest(rollout);
    return new ProductRollouts(
        product, sequence, history, current, next, waiting, ahead, counts, safeguards, flags);
  }

  ProductRollouts withWaiting(List<Rollout> next) {
    return new ProductRollouts(
        product, sequence, history, current, active, next, ahead, counts, safeguards, flags);
  }

  ProductRollouts withAhead(UnaryOperator<Ahead> change) {
    Ahead next = change.apply(ahead);
    return new ProductRollouts(
        product, sequence, history, current, active, waiting, next, counts, safeguards, flags);
  }

  ProductRollouts withCounts(FleetCounts next) {
    return new ProductRollouts(
        product, sequence, history, current, active, waiting, ahead, next, safeguards, flags);
  }

  ProductRollouts withSafeguards(List<Safeguard> next) {
    return new ProductRollouts(
        product, sequence, history, current, active, waiting, ahead, counts, next, flags);
  }

  ProductRollouts withFlags(List<FlagSwitch> next) {
    return new ProductRollouts(
        product, sequence, history, current, active, waiting, ahead, counts, safeguards, next);
  }

  /// The flags that are off in a ring, as a rings document carries them.
  SortedSet<FlagName> flagsOff(String ring) {
    SortedSet<FlagName> off = new TreeSet<>();
    for (FlagSwitch flag : flags) {
      if (flag.off() && flag.ring().equals(ring)) {
        off.add(flag.flag());
      }
    }
    return off;
  }

  /// The names of the rings, as the latest started rollout has them; none before the first.
  public List<String> rings() {
    return findActive().stream()
        .flatMap(rollout -> rollout.policy().rings().stream())
        .map(RingPolicy::name)
        .toList();
  }

  /// What devices of a ring may have: what stands, and what travels once it has reached the ring.
  public List<ReleaseRef> releasesIn(String ring) {
    int index = rings().indexOf(ring);
    Stream<ReleaseRef> travelling =
        findActive().stream()
            .filter(rollout -> index >= 0 && rollout.tracks().get(index).wave() > 0)
            .map(Rollout::release);
    return Stream.concat(current.findRelease().stream(), travelling).distinct().toList();
  }

  /// The holds as a rings document carries them.
  public Safeguards holds() {
    return new Safeguards(safeguards.stream().map(Safeguard::hold).toList());
  }
}
