package dev.sluice.update.check;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.confirm.Tracing;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Sync;
import dev.sluice.update.turn.Turn;
import java.util.function.Predicate;

/// Takes hints: that there is something new, and that a rollout was halted. They carry no
/// authority, so that the first only makes the device look, and the second only makes it wait.
public final class Announcements {
  private Announcements() {}

  /// Something new may exist.
  ///
  /// @param isIdle whether the device may look at once
  public static Move<CheckPhase> heard(Turn turn, Announced event, boolean isIdle) {
    WaveAnnounced announcement = event.announcement();
    if (!announcement.product().equals(turn.settings().product())) {
      return ignored(turn, "announcement for another product");
    }
    Turn traced =
        announcement.wave() == WaveAnnounced.NO_WAVE
            ? turn
            : event
                .trace()
                .map(trace -> Tracing.heard(turn, announcement.rollout(), trace))
                .orElse(turn);
    if (isOtherRing(traced, announcement.ring())) {
      return ignored(traced, "announcement for another ring");
    }
    if (announcement.versions().timestamp() <= traced.sync().timestampVersion()) {
      return ignored(traced, "announcement of something known");
    }
    Sync expecting = traced.sync().expecting(announcement.versions().timestamp());
    return isIdle
        ? Look.begin(traced.withSync(expecting.forcedOnce()), false)
        : traced.withSync(expecting).stay();
  }

  /// A rollout was halted.
  ///
  /// @param isBringing whether the device is bringing a release of a rollout and may still stop
  public static Move<CheckPhase> halted(
      Turn turn, RolloutHalted halt, Predicate<RolloutId> isBringing) {
    if (!halt.product().equals(turn.settings().product()) || isOtherRing(turn, halt.ring())) {
      return ignored(turn, "halt of another ring");
    }
    if (halt.sequence() != RolloutHalted.NO_SEQUENCE && halt.sequence() <= turn.sync().sequence()) {
      return ignored(turn, "halt that the rings document has said");
    }
    Turn held =
        turn.rememberIfNew(turn.memory().withHolding(turn.memory().holding().announced(halt)))
            .log(
                Severity.INFO,
                "rollout halted",
                "rollout",
                halt.rollout().toString(),
                "reason",
                halt.reason());
    return isBringing.test(halt.rollout()) ? held.rest() : held.stay();
  }

  private static boolean isOtherRing(Turn turn, String ring) {
    return !turn.sync().ring().isEmpty() && !turn.sync().ring().equals(ring);
  }

  private static Move<CheckPhase> ignored(Turn turn, String reason) {
    return turn.with(new Effect.Ignore(reason)).stay();
  }
}
