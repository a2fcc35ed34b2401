package dev.sluice.rollout;

import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which releases of a product there were, and which of them devices may go back to.
///
/// @param lastCounter the highest release counter seen; 0 before the first
/// @param lastRun the highest run of any rollout; 1 before the first rollback
/// @param withdrawnAhead counters of releases that were withdrawn before they were signed, at most
///     [#LIMIT]; no order holds between the two
/// @param live releases that were not withdrawn, by rising counter, at most [#LIMIT] and those that
///     policies named as floors
public record ReleaseHistory(
    long lastCounter, int lastRun, SortedSet<Long> withdrawnAhead, List<ReleaseRef> live) {
  /// Most releases that are remembered; the oldest are forgotten.
  public static final int LIMIT = 50;

  /// Before any release.
  public static final ReleaseHistory NONE =
      new ReleaseHistory(0, 1, Collections.emptySortedSet(), List.of());

  /// Checks the numbers and copies.
  public ReleaseHistory {
    withdrawnAhead = Collections.unmodifiableSortedSet(new TreeSet<>(withdrawnAhead));
    live = List.copyOf(live);
    if (lastCounter < 0 || lastRun < 1) {
      throw new IllegalArgumentException(
          "a counter must not be negative, a run at least 1, got " + lastCounter + ", " + lastRun);
    }
  }

  /// A live release by its version.
  public Optional<ReleaseRef> find(ReleaseId release) {
    return live.stream().filter(known -> known.release().equals(release)).findFirst();
  }

  /// The live release to go back to from a rollout: what stands in every ring, unless it was
  /// withdrawn, else the latest that is left.
  Optional<ReleaseRef> findBefore(Rollout rollout, Current current) {
    return Stream.concat(current.findRelease().stream(), live.reversed().stream())
        .filter(live::contains)
        .filter(release -> release.counter() < rollout.release().counter())
        .findFirst();
  }

  /// The live releases among these versions that devices may have to pass through, as a rings
  /// document names them.
  ///
  /// @param wanted counter of the release that devices go to; floors lie below it
  public FloorReleases floors(List<Version> versions, long wanted) {
    return new FloorReleases(
        live.stream()
            .filter(known -> versions.contains(known.release().version()))
            .filter(known -> known.counter() < wanted)
            .toList());
  }

  /// With a release that has a higher counter than all before. One that was withdrawn already is
  /// none to go back to.
  ///
  /// @param kept versions that are not forgotten, however old: devices pass through them
  ReleaseHistory with(ReleaseRef release, Set<Version> kept) {
    List<ReleaseRef> next = new ArrayList<>(live);
    if (!withdrawnAhead.contains(release.counter())) {
      next.add(release);
    }
    List<ReleaseRef> forgettable =
        next.stream().filter(known -> !kept.contains(known.release().version())).toList();
    next.removeAll(forgettable.subList(0, Math.max(0, forgettable.size() - LIMIT)));
    SortedSet<Long> ahead = withdrawnAhead.tailSet(release.counter() + 1);
    return new ReleaseHistory(release.counter(), lastRun, ahead, next);
  }

  /// Without a release that was withdrawn, now or once it is signed.
  ReleaseHistory without(long counter) {
    SortedSet<Long> ahead = new TreeSet<>(withdrawnAhead);
    if (counter > lastCounter) {
      ahead.add(counter);
    }
    if (ahead.size() > LIMIT) {
      ahead.removeFirst();
    }
    return new ReleaseHistory(
        lastCounter, lastRun, ahead, live.stream().filter(r -> r.counter() != counter).toList());
  }

  ReleaseHistory withNextRun() {
    return new ReleaseHistory(lastCounter, lastRun + 1, withdrawnAhead, live);
  }
}
