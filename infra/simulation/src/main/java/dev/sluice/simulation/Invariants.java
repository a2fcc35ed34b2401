package dev.sluice.simulation;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.Rollout;
import dev.sluice.rollout.Stage;
import dev.sluice.rollout.count.FleetCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.simulation.fleet.Device;
import dev.sluice.simulation.fleet.Witness;
import dev.sluice.simulation.stamp.Catalogue;
import dev.sluice.simulation.stamp.Notifier;
import dev.sluice.simulation.stamp.PublishedRelease;
import dev.sluice.simulation.world.World;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.order.InPlaceOutcome;
import dev.sluice.update.order.PatchStart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What must hold whatever goes wrong, judged from what was published and what is on disks, never
/// from what a machine believes of itself.
///
/// 1. No device installs bytes that nobody published.
/// 2. No device installs a counter below the highest floor of a release that it ran, nor one below
///    its last unless a signed rings document orders it.
/// 3. A halted rollout is never admitted by a later rings document, and a device that has read one
///    does not install it.
/// 4. A device that was told of a halt does not install the release, whether anybody can sign it or
///    not.
/// 5. A device that ran a release does not go over a floor release without installing it, unless a
///    thief of the rings key orders it.
/// 6. One rings document is signed for a sequence, and sequences rise.
/// 7. A device counts once: no more outcomes of a rollout are counted than devices have told one.
/// 8. Once faults have stopped, every device confirms the last release.
///
/// That one fetch per slice leaves a tier at a time is watched where it leaves, by
/// [dev.sluice.simulation.content.OneAtATime]; that an edge node serves no slice before it has
/// checked it, where it serves; that the timestamp leads only to what is there, and that versions
/// rise, by [dev.sluice.simulation.stamp.ReadableMetadata].
public final class Invariants implements Witness {
  private final World world;
  private final Catalogue catalogue;
  private final Set<Integer> passed;
  private final Map<DeviceId, Long> floors = new HashMap<>();
  private final Map<DeviceId, Long> sequenceRead = new HashMap<>();
  private final Map<Digest, RingsDocument> documents = new HashMap<>();
  private final Map<RolloutId, Long> haltedSince = new HashMap<>();
  private final Map<Long, Digest> signedBySequence = new HashMap<>();
  private long lastSequence;
  private final Map<Long, RingsDocument> planned = new HashMap<>();
  private final Map<RolloutId, Set<DeviceId>> told = new HashMap<>();
  private FleetCounts judged = FleetCounts.NONE;
  private final Set<Long> orderedCounters = new HashSet<>();
  private final Set<Held> held = new HashSet<>();
  private long resumedPatches;
  private long appliedInPlace;

  private record Held(DeviceId device, RolloutId rollout) {}

  /// @param passed counters of the floor releases
  Invariants(World world, Catalogue catalogue, Set<Integer> passed) {
    this.world = world;
    this.catalogue = catalogue;
    this.passed = passed;
  }

  /// Takes note of a rings document under which devices are counted.
  void planned(RingsDocument document) {
    planned.put(document.sequence(), document);
  }

  /// Takes note of a rings document that devices can read.
  void published(RingsDocument document) {
    requireNewSequence(document);
    documents.put(document.digest(), document);
    for (var ring : document.rings()) {
      ring.findNext().ifPresent(next -> published(document, next));
      if (ring.findRestoredBy().isPresent()) {
        ring.findCurrent().ifPresent(release -> orderedCounters.add(release.counter()));
      }
    }
  }

  private void requireNewSequence(RingsDocument document) {
    Digest other = signedBySequence.putIfAbsent(document.sequence(), document.digest());
    if (other != null && !other.equals(document.digest())) {
      throw world.violation(
          "one sequence must be signed for one document, but %d is signed for %s and %s"
              .formatted(document.sequence(), other.prefix(), document.digest().prefix()));
    }
    if (document.sequence() < lastSequence) {
      throw world.violation(
          "sequences of rings must rise, but %d follows %d"
              .formatted(document.sequence(), lastSequence));
    }
    lastSequence = document.sequence();
  }

  private void published(RingsDocument document, NextRelease next) {
    if (next.orderedRollback()) {
      orderedCounters.add(next.release().counter());
    }
    var halted = haltedSince.get(next.rollout());
    boolean isAdmitted = next.state() == NextState.ADMITTING;
    if (halted != null && isAdmitted && document.sequence() >= halted) {
      throw world.violation(
          "a halted rollout must admit nobody, but rings %d admit %s"
              .formatted(document.sequence(), next.rollout()));
    }
  }

  /// What is looked at after every step.
  void check(Notifier notifier) {
    notifier.findActive().ifPresent(this::noteHalt);
    var counts = notifier.counts();
    if (!counts.equals(judged)) {
      requireCountedOnce(counts);
    }
    judged = counts;
  }

  private void requireCountedOnce(FleetCounts fleet) {
    Map<RolloutId, Long> counted = new HashMap<>();
    for (var report : fleet.reports().values()) {
      var document = Objects.requireNonNull(planned.get(report.sequence()));
      for (var ring : document.rings()) {
        var counts = report.rings().getOrDefault(ring.name(), RingReport.NONE).counts();
        ring.findNext()
            .ifPresent(
                next ->
                    counted.merge(next.rollout(), counts.admitted() - counts.pending(), Long::sum));
      }
    }
    counted.forEach(
        (rollout, outcomes) -> {
          int devices = told.getOrDefault(rollout, Set.of()).size();
          if (outcomes > devices) {
            throw world.violation(
                "a device must count once, but %d outcomes of %s are counted, told by %d"
                    .formatted(outcomes, rollout, devices));
          }
        });
  }

  @Override
  public void holds(DeviceId device, Digest installed) {
    if (catalogue.findByArtifact(installed).isEmpty()) {
      throw unvouched(device, installed);
    }
  }

  private void noteHalt(Rollout rollout) {
    if (rollout.stage() instanceof Stage.Halted halted) {
      haltedSince.putIfAbsent(rollout.id(), halted.sequence());
    }
  }

  @Override
  public void started(DeviceId device) {
    sequenceRead.remove(device);
  }

  @Override
  public void read(DeviceId device, Digest document) {
    var known = documents.get(document);
    if (known != null) {
      sequenceRead.put(device, known.sequence());
    }
  }

  @Override
  public void held(DeviceId device, RolloutHalted halt) {
    held.add(new Held(device, halt.rollout()));
  }

  @Override
  public void advanced(PatchStart start) {
    resumedPatches += start instanceof PatchStart.Resumed ? 1 : 0;
  }

  @Override
  public void appliedInPlace(InPlaceOutcome outcome) {
    appliedInPlace += outcome instanceof InPlaceOutcome.Applied ? 1 : 0;
  }

  /// How often a patch was applied over an installed file.
  long appliedInPlace() {
    return appliedInPlace;
  }

  /// How often a patch went on from a checkpoint of a life before.
  long resumedPatches() {
    return resumedPatches;
  }

  @Override
  public void switched(DeviceId device, Optional<Digest> before, Digest after) {
    world.trace(device.value(), "switches to " + after.prefix());
    var release = catalogue.findByArtifact(after).orElseThrow(() -> unvouched(device, after));
    long counter = release.counter();
    long floor = floors.getOrDefault(device, 0L);
    if (counter < floor) {
      throw world.violation(
          "%s must not go below counter %d, but installs %d".formatted(device, floor, counter));
    }
    long last = before.flatMap(catalogue::findByArtifact).map(PublishedRelease::counter).orElse(0L);
    if (counter < last && !orderedCounters.contains(counter)) {
      throw world.violation(
          "%s must stay at counter %d unless a rollback is ordered, but installs %d"
              .formatted(device, last, counter));
    }
    requirePassed(device, last, counter);
    if (held.contains(new Held(device, release.rollout()))) {
      throw world.violation(
          "%s was told to hold %s, but installs it".formatted(device, release.rollout()));
    }
    var halted = haltedSince.get(release.rollout());
    if (halted != null && halted > 0 && sequenceRead.getOrDefault(device, 0L) >= halted) {
      throw world.violation(
          "%s has read that %s is halted, but installs it".formatted(device, release.rollout()));
    }
  }

  private void requirePassed(DeviceId device, long last, long counter) {
    for (int floor : passed) {
      if (last > 0 && last < floor && floor < counter) {
        throw world.violation(
            "%s must install floor release %d on its way from %d to %d"
                .formatted(device, floor, last, counter));
      }
    }
  }

  private AssertionError unvouched(DeviceId device, Digest digest) {
    return world.violation(
        "%s must run published bytes only, but has %s".formatted(device, digest.prefix()));
  }

  @Override
  public void confirmed(Confirmation confirmation) {
    told.computeIfAbsent(confirmation.rollout(), _ -> new HashSet<>()).add(confirmation.device());
    if (confirmation.outcome() == Outcome.INSTALLED) {
      catalogue
          .findByArtifact(confirmation.artifact())
          .ifPresent(release -> floors.merge(confirmation.device(), release.floor(), Math::max));
    }
  }

  /// What must come about when faults have been gone for long enough.
  void checkEnd(Notifier notifier, List<Device> fleet, PublishedRelease last) {
    var unsettled = findUnsettled(notifier, fleet, last);
    if (unsettled.isPresent()) {
      throw world.violation(unsettled.get());
    }
  }

  /// What has not come about yet; empty if all is well.
  Optional<String> findUnsettled(Notifier notifier, List<Device> fleet, PublishedRelease last) {
    for (var device : fleet) {
      var id = device.settings().device();
      var outcome = notifier.recordOf(id).findOutcome(last.rollout());
      if (outcome.isEmpty()) {
        return Optional.of(
            "%s must have confirmed counter %d, but the notifier has %s"
                .formatted(
                    id,
                    last.counter(),
                    notifier.recordOf(id).findLatest(last.rollout().product())));
      }
      boolean runsIt = device.findInstalled().equals(Optional.of(last.artifact().digest()));
      if ((outcome.get().outcome() == Outcome.INSTALLED) != runsIt) {
        return Optional.of("%s must run what it confirmed: %s".formatted(id, outcome.get()));
      }
    }
    return notifier.hasCompleted(last)
        ? Optional.empty()
        : Optional.of("the last rollout must complete, it is " + notifier.findActive());
  }
}
