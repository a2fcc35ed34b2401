package dev.sluice.update.check;

import dev.sluice.update.confirm.Telling;
import dev.sluice.update.port.Effect;
import dev.sluice.update.turn.Backoff;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Sync;
import dev.sluice.update.turn.Turn;
import java.time.Duration;
import java.time.Instant;

/// Says when a device at rest looks again: unasked now and then, and soon if it is behind an
/// announcement. Each number is our choice.
public final class Resting {
  /// Looks for one announcement that the edge node does not know yet.
  public static final int MAX_FORCED_REFRESHES = 5;

  /// The least time between them.
  private static final Duration FORCED_REFRESH_WAIT = Duration.ofSeconds(5);

  private Resting() {}

  /// The device rests.
  ///
  /// @param until when it is woken
  public record Rest(Turn turn, Instant until) {}

  /// The device goes to rest.
  ///
  /// @param atMost until then at the latest
  public static Rest begin(Turn turn, Instant atMost) {
    Instant unasked =
        turn.now().plus(Backoff.jittered(turn.settings().refreshInterval(), 0.1, turn.chance()));
    Rest rest = turn.sync().isBehind() ? behind(turn, unasked) : new Rest(turn, unasked);
    Instant next =
        turn.memory().isFlagSwitchDue() ? earlier(rest.until(), flagsAgainAt(turn)) : rest.until();
    Instant until = earlier(next, atMost);
    return new Rest(rest.turn().with(new Effect.WakeAt(until)), until);
  }

  private static Rest behind(Turn turn, Instant unasked) {
    Sync sync = turn.sync();
    if (sync.forcedRefreshes() >= MAX_FORCED_REFRESHES) {
      return new Rest(turn.withSync(sync.gaveUp()), unasked);
    }
    Instant next =
        sync.forcedRefreshes() == 0
            ? turn.now()
            : turn.now()
                .plus(FORCED_REFRESH_WAIT)
                .plus(Backoff.jittered(FORCED_REFRESH_WAIT, 1.0, turn.chance()).dividedBy(2));
    return new Rest(turn.withSync(sync.forcedOnce()), next);
  }

  private static Instant flagsAgainAt(Turn turn) {
    return Backoff.failureWaitEnd(
        turn.now(),
        Math.max(1, turn.memory().flags().failures()),
        turn.settings().refreshInterval(),
        turn.chance());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// A device at rest is woken.
  ///
  /// @param until when it was to be
  public static Move<CheckPhase> woken(Turn turn, Instant until) {
    if (!turn.isDue(until, longestRest(turn.settings().refreshInterval()))) {
      return turn.with(new Effect.WakeAt(until)).stay();
    }
    return Look.begin(
        Telling.reportSteps(turn), turn.sync().isBehind() && turn.sync().forcedRefreshes() > 1);
  }

  /// No later than this after the last look, the next is due.
  private static Duration longestRest(Duration interval) {
    Duration unasked = interval.plus(interval.dividedBy(10));
    Duration forced = FORCED_REFRESH_WAIT.multipliedBy(2);
    return unasked.compareTo(forced) > 0 ? unasked : forced;
  }
}
