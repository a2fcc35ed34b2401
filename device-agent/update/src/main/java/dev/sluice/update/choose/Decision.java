package dev.sluice.update.choose;

import dev.sluice.events.condition.DeviceFacts;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Choice;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Schedule;
import dev.sluice.update.settings.UpdateSettings;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a rings document means for this device at this moment.
sealed interface Decision {
  /// Stay as it is.
  record Stay(String reason) implements Decision {}

  /// Admitted, but the device's place in the wave's window has not come.
  record StartLater(RolloutId rollout, int attempt, Instant at) implements Decision {}

  /// Admitted, but somebody said that the rollout is halted.
  record Hold(RolloutId rollout, int attempt) implements Decision {}

  /// Bring this release.
  record Take(Choice choice) implements Decision {}

  /// The rings document asks for what the device must not do.
  record Refuse(Choice choice, String detail) implements Decision {}

  /// Decides for a device in `ring`.
  ///
  /// @param document the ring's
  /// @param now agent time
  static Decision of(
      RingsDocument document,
      Ring ring,
      UpdateSettings settings,
      UpdateMemory memory,
      Instant now) {
    FloorReleases floors = document.floors();
    Optional<SafeguardHold> hold = document.safeguards().findFor(facts(settings, memory), false);
    Optional<NextRelease> next = ring.findNext();
    if (next.isPresent()) {
      if (memory.installed().isManifest(next.get().release().manifest())) {
        return new Stay("runs the ring's next release");
      }
      if (isOpen(next.get(), settings)
          && (hold.isEmpty() || next.get().orderedRollback())
          && !isGivenUp(
              next.get().rollout(),
              next.get().attempt(),
              target(floors, next.get().release(), memory),
              memory)) {
        return decideNext(floors, ring, next.get(), settings, memory, now);
      }
    }
    return ring.findCurrent()
        .map(current -> decideCurrent(floors, ring, current, hold, memory, now))
        .orElseGet(() -> new Stay("the ring has no release for this device"));
  }

  /// What the device knows of itself: the same that it has told the notifier.
  private static DeviceFacts facts(UpdateSettings settings, UpdateMemory memory) {
    SortedMap<ProductName, Version> running = new TreeMap<>();
    if (memory.installed() instanceof Installed.Release installed) {
      running.put(installed.release().product(), installed.release().version());
    }
    return new DeviceFacts(settings.device(), settings.attributes(), running);
  }

  private static boolean isOpen(NextRelease next, UpdateSettings settings) {
    return next.state() == NextState.ADMITTING
        && Admission.isAdmitted(next.rollout(), settings.device(), next.sharePpm());
  }

  private static boolean isGivenUp(
      RolloutId rollout, int attempt, ReleaseRef release, UpdateMemory memory) {
    return memory.failures().isGivenUp(rollout, attempt, release.manifest());
  }

  /// The release on the way to another that the device installs now: data that the release before
  /// left may be there even if its file is not.
  private static ReleaseRef target(FloorReleases floors, ReleaseRef wanted, UpdateMemory memory) {
    return floors.next(memory.lastCounter(), wanted);
  }

  private static Decision decideNext(
      FloorReleases floors,
      Ring ring,
      NextRelease next,
      UpdateSettings settings,
      UpdateMemory memory,
      Instant now) {
    Instant start = startOf(next, settings, memory, now);
    var choice =
        new Choice(
            target(floors, next.release(), memory),
            next.rollout(),
            next.attempt(),
            next.orderedRollback(),
            schedule(ring, next.rollout(), memory, start));
    if (next.release().counter() < memory.rollbackFloor()) {
      return new Refuse(
          choice,
          "rollback: counter must be at least the floor %d, got %d"
              .formatted(memory.rollbackFloor(), next.release().counter()));
    }
    if (next.release().counter() < memory.lastCounter() && !next.orderedRollback()) {
      return new Refuse(
          choice,
          "rollback: counter must be at least %d unless a rollback is ordered, got %d"
              .formatted(memory.lastCounter(), next.release().counter()));
    }
    if (memory.holding().holds(next.rollout(), memory.timeFloor())) {
      return new Hold(next.rollout(), next.attempt());
    }
    return start.isAfter(now)
        ? new StartLater(next.rollout(), next.attempt(), start)
        : new Take(choice);
  }

  /// The place in the window is drawn once per rollout: after the window every look would draw
  /// anew.
  private static Instant startOf(
      NextRelease next, UpdateSettings settings, UpdateMemory memory, Instant now) {
    if (!memory.job().isOf(next.rollout())) {
      return Admission.startAt(
          next.rollout(), settings.device(), next.windowStart(), next.window(), now);
    }
    return memory.job() instanceof Job.Scheduled scheduled ? scheduled.startAt() : now;
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // private: the hold that there is, if any
  private static Decision decideCurrent(
      FloorReleases floors,
      Ring ring,
      ReleaseRef current,
      Optional<SafeguardHold> hold,
      UpdateMemory memory,
      Instant now) {
    if (memory.installed().isManifest(current.manifest())) {
      return new Stay("runs the ring's current release");
    }
    boolean isRestored = ring.findRestoredBy().isPresent();
    if (current.counter() < memory.rollbackFloor()
        || (current.counter() < memory.lastCounter() && !isRestored)) {
      return new Stay("runs a later release than the ring's current one");
    }
    if (hold.isPresent() && current.counter() >= memory.lastCounter()) {
      return new Stay("kept out by safeguard hold " + hold.get().name());
    }
    RolloutId rollout =
        ring.findRestoredBy().orElse(new RolloutId(current.release().product(), current.counter()));
    ReleaseRef target = target(floors, current, memory);
    if (isGivenUp(rollout, RolloutId.FIRST_ATTEMPT, target, memory)) {
      return new Stay("gave up on the ring's current release");
    }
    return new Take(
        new Choice(
            target,
            rollout,
            RolloutId.FIRST_ATTEMPT,
            isRestored,
            schedule(ring, rollout, memory, now)));
  }

  /// A device that waits for a window has waited since its start, however often it looks again.
  private static Schedule schedule(
      Ring ring, RolloutId rollout, UpdateMemory memory, Instant start) {
    return Schedule.of(ring.install(), memory.job().findSince(rollout).orElse(start));
  }
}
