package dev.sluice.rollout;

import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.Next;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.policy.RingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;

/// Writes down as a rings document what a rollout has decided.
final class RingsPlanner {
  private RingsPlanner() {}

  /// Every ring keeps `current`; each that the rollout has reached moves to its release under the
  /// share of its latest wave, or all of it once the ring is done.
  static RingsDocument underWay(
      ProductName product, long sequence, Current current, Rollout rollout, NextState state) {
    Current standing = withoutUndone(current, rollout);
    List<Ring> rings = new ArrayList<>();
    for (int i = 0; i < rollout.tracks().size(); i++) {
      RingPolicy policy = rollout.policy().rings().get(i);
      Next next = next(rollout, policy, rollout.tracks().get(i), state);
      rings.add(policy.toRing(standing, next));
    }
    return new RingsDocument(product, sequence, rings);
  }

  /// While a release is taken back no document may lead a device to it.
  private static Current withoutUndone(Current current, Rollout rollout) {
    boolean isUndone =
        rollout.isRollback()
            && current.findRelease().filter(r -> r.counter() > rollout.id().counter()).isPresent();
    return isUndone ? new Current.None() : current;
  }

  /// Every ring stands at `current` and moves nowhere.
  static RingsDocument standing(
      ProductName product, long sequence, Current current, Rollout rollout) {
    List<Ring> rings =
        rollout.policy().rings().stream()
            .map(ring -> ring.toRing(current, new Next.None()))
            .toList();
    return new RingsDocument(product, sequence, rings);
  }

  /// The same document, with the flags that are off in each ring.
  ///
  /// @param off by the name of a ring
  static RingsDocument withFlagsOff(
      RingsDocument document, Function<String, SortedSet<FlagName>> off) {
    return new RingsDocument(
        document.product(),
        document.sequence(),
        document.rings().stream().map(ring -> ring.withFlagsOff(off.apply(ring.name()))).toList(),
        document.safeguards(),
        document.floors());
  }

  private static Next next(Rollout rollout, RingPolicy policy, RingTrack track, NextState state) {
    return switch (track.phase()) {
      case RingPhase.Waiting() -> new Next.None();
      case RingPhase.Open open ->
          new NextRelease(
              rollout.release(),
              rollout.id(),
              track.sharePpm(policy),
              open.windowStart(),
              policy.pullWindow(),
              state,
              track.attempt(),
              rollout.isRollback());
      case RingPhase.Done done ->
          new NextRelease(
              rollout.release(),
              rollout.id(),
              RingPolicy.WHOLE_PPM,
              done.windowStart(),
              policy.pullWindow(),
              state,
              track.attempt(),
              rollout.isRollback());
    };
  }
}
