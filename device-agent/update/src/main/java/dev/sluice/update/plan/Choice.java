package dev.sluice.update.plan;

import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;

/// A release that the rings document names, before a role vouches for its manifest.
///
/// @param release which, with the digest of its manifest; it may be a floor release on the way to
///     the rollout's own
/// @param rollout the rollout to confirm to
/// @param attempt which attempt at it, from 1
/// @param isOrderedRollback whether a lower counter than the running one is wanted
/// @param schedule when the device may switch to it
public record Choice(
    ReleaseRef release,
    RolloutId rollout,
    int attempt,
    boolean isOrderedRollback,
    Schedule schedule) {
  /// Whether it is a floor release on the way to the rollout's own.
  public boolean isOnTheWay() {
    return release.counter() < rollout.counter();
  }
}
