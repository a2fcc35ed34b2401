package dev.sluice.rollout.plan;

import dev.sluice.tuf.digest.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What devices download, one thing after the other: of each floor release on the way, and of the
/// release itself. Equal ways share a number, which is all that the model keeps of a device.
///
/// For one thread.
final class Downloads {
  /// Everything of the release, and nothing before it.
  static final int FULL = 0;

  private final ReleaseSizes sizes;
  private final int maxWays;
  private final List<Long> thingBytes = new ArrayList<>();
  private final Map<Thing, Integer> things = new HashMap<>();
  private final List<int[]> ways = new ArrayList<>();
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();

  /// @param sizes of the release itself
  /// @param maxWays how many are told apart; the others are taken for [#FULL]
  Downloads(ReleaseSizes sizes, int maxWays) {
    this.sizes = sizes;
    this.maxWays = maxWays;
    var _ = way(List.of(), Set.of());
  }

  /// What is downloaded once: a release's artifact from a base, or in full.
  private record Thing(long release, Optional<Digest> base) {}

  /// The way of a device.
  ///
  /// @param floors that it passes through, the first one first
  /// @param runs its artifact, or none
  int way(List<PlannedFloor> floors, Set<Digest> runs) {
    List<Integer> way = new ArrayList<>();
    Set<Digest> bases = runs;
    for (PlannedFloor floor : floors) {
      way.add(thing(floor.release().counter(), floor.sizes(), bases));
      bases = floor.artifacts();
    }
    way.add(thing(0, sizes, bases));
    Integer known = numbers.get(way);
    if (known != null) {
      return known;
    }
    if (ways.size() == maxWays) {
      return FULL;
    }
    numbers.put(way, ways.size());
    ways.add(way.stream().mapToInt(Integer::intValue).toArray());
    return ways.size() - 1;
  }

  private int thing(long release, ReleaseSizes of, Set<Digest> bases) {
    Optional<Digest> base =
        bases.stream()
            .filter(of.patchBytes()::containsKey)
            .min(Comparator.comparingLong(one -> bytes(of, one)));
    return things.computeIfAbsent(
        new Thing(release, base),
        _ -> {
          thingBytes.add(base.map(one -> bytes(of, one)).orElse(of.fullBytes()));
          return thingBytes.size() - 1;
        });
  }

  private static long bytes(ReleaseSizes of, Digest base) {
    return of.patchBytes().getOrDefault(base, of.fullBytes());
  }

  /// How many things are downloaded on a way.
  int steps(int way) {
    return ways.get(way).length;
  }

  /// The thing that is downloaded at a step of a way.
  int thing(int way, int step) {
    return ways.get(way)[step];
  }

  /// The length of a thing.
  long bytes(int thing) {
    return thingBytes.get(thing);
  }

  /// Whether a way ends with the whole artifact of the release.
  boolean endsInFull(int way) {
    int[] steps = ways.get(way);
    return steps[steps.length - 1] == ways.get(FULL)[0];
  }
}
