package dev.sluice.rollout.policy;

import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.Next;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.Version;
import dev.sluice.rollout.gate.Gate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How the releases of a product travel: the rings in order, and what starts and stops a rollout.
///
/// A rollout keeps the policy that it began with. A changed policy holds from the next release on.
///
/// @param rings in the order in which they take a release, 1 to 32; a device belongs to the first
///     that
///     selects it
/// @param deltaWait how long the first wave waits for patches, so that a fleet does not pull whole
///     artifacts because the announcement was faster; zero does not wait
/// @param start what starts a rollout
/// @param onFailure what happens when a gate stops it
/// @param floors versions of the product that devices must pass through on their way forward, at
///     most [FloorReleases#MAX_FLOORS], each once, in any order
public record RolloutPolicy(
    List<RingPolicy> rings,
    Duration deltaWait,
    StartMode start,
    FailureAction onFailure,
    List<Version> floors) {
  /// Long enough for patches of a few gigabytes, short enough for a person to wait.
  public static final Duration DEFAULT_DELTA_WAIT = Duration.ofMinutes(10);

  /// Most rings of one policy.
  public static final int MAX_RINGS = 32;

  /// Checks that the rings have names of their own, and the floors.
  public RolloutPolicy {
    rings = List.copyOf(rings);
    floors = List.copyOf(floors);
    if (floors.size() > FloorReleases.MAX_FLOORS || Set.copyOf(floors).size() < floors.size()) {
      throw new IllegalArgumentException(
          "floor-releases: expected at most %d versions, each once, got %s"
              .formatted(FloorReleases.MAX_FLOORS, floors));
    }
    if (rings.isEmpty() || rings.size() > MAX_RINGS) {
      throw new IllegalArgumentException(
          "a policy must have 1 to " + MAX_RINGS + " rings, got " + rings.size());
    }
    if (deltaWait.isNegative()) {
      throw new IllegalArgumentException("delta wait must not be negative, got " + deltaWait);
    }
    Set<String> names = new HashSet<>();
    for (RingPolicy ring : rings) {
      if (!names.add(ring.name())) {
        throw new IllegalArgumentException("ring " + ring.name() + " stands twice in the policy");
      }
    }
  }

  /// A policy under which devices go straight forward.
  public RolloutPolicy(
      List<RingPolicy> rings, Duration deltaWait, StartMode start, FailureAction onFailure) {
    this(rings, deltaWait, start, onFailure, List.of());
  }

  /// The format version of rings documents that it asks for, by itself: devices that read lower
  /// ones only cannot follow it.
  public long ringsFormat() {
    List<Ring> standing =
        rings.stream().map(ring -> ring.toRing(new Current.None(), new Next.None())).toList();
    return RingsDocument.formatVersion(standing, !floors.isEmpty());
  }

  /// The same, but a person has to start the rollout.
  public RolloutPolicy startedByHand() {
    return new RolloutPolicy(rings, deltaWait, StartMode.MANUAL, onFailure, floors);
  }

  /// The policy of a product for which nobody wrote one: tagged canaries first, then a tenth of the
  /// fleet, then everyone. A failure pauses, since a person can still halt but never un-halt.
  public static RolloutPolicy defaults() {
    return new RolloutPolicy(
        List.of(
            new RingPolicy(
                "canary",
                new Selector.Tag("canary"),
                List.of(RingPolicy.WHOLE_PPM),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                RingPolicy.DEFAULT_SILENT_AFTER,
                false,
                Gate.DEFAULT),
            new RingPolicy(
                "early",
                new Selector.StablePercentage("early", 100_000),
                List.of(500_000L, RingPolicy.WHOLE_PPM),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                RingPolicy.DEFAULT_SILENT_AFTER,
                false,
                Gate.DEFAULT),
            new RingPolicy(
                "broad",
                new Selector.Everyone(),
                List.of(100_000L, 500_000L, RingPolicy.WHOLE_PPM),
                Duration.ofHours(1),
                Duration.ofHours(1),
                RingPolicy.DEFAULT_SILENT_AFTER,
                false,
                Gate.DEFAULT)),
        DEFAULT_DELTA_WAIT,
        StartMode.AUTOMATIC,
        FailureAction.PAUSE);
  }
}
