package dev.sluice.update.memory;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.rings.RolloutId;
import java.time.Duration;
import java.time.Instant;

/// A rollout that was announced as halted. Kept over restarts.
///
/// The announcement carries no authority. The device waits for the rings document that it names or
/// a later one, which may take long while the object store is away, and [#LIMIT] at most: a forged
/// announcement only delays.
public sealed interface Holding {
  /// No hold is longer.
  Duration LIMIT = Duration.ofDays(2);

  /// The hold after an announcement. Another one for the same rollout does not make it longer.
  ///
  /// @param now agent time
  /// @param refreshInterval how long to wait if the announcement names no document
  default Held announced(RolloutHalted halt, Instant now, Duration refreshInterval) {
    if (this instanceof Held held && held.rollout().equals(halt.rollout())) {
      return new Held(held.rollout(), Math.max(held.sequence(), halt.sequence()), held.until());
    }
    Duration limit = halt.sequence() == RolloutHalted.NO_SEQUENCE ? refreshInterval : LIMIT;
    return new Held(halt.rollout(), halt.sequence(), now.plus(limit));
  }

  /// Whether the rollout is held.
  ///
  /// @param now agent time
  default boolean holds(RolloutId rollout, Instant now) {
    return this instanceof Held held
        && held.rollout().equals(rollout)
        && now.isBefore(held.until());
  }

  /// What is left when a rings document was read. One that the announcement did not name settles
  /// nothing: only time does.
  ///
  /// @param sequence of the document
  default Holding afterReading(long sequence) {
    return this instanceof Held held
            && held.sequence() != RolloutHalted.NO_SEQUENCE
            && sequence >= held.sequence()
        ? new Nothing()
        : this;
  }

  /// When it ends at the latest.
  public Instant until();

  /// Nothing is held.
  record Nothing() implements Holding {
    @Override
    public Instant until() {
      return Instant.MIN;
    }
  }

  /// One rollout is held.
  ///
  /// @param rollout which
  /// @param sequence of the rings document that stops it; [RolloutHalted#NO_SEQUENCE] if unknown
  /// @param until when it ends at the latest
  record Held(RolloutId rollout, long sequence, Instant until) implements Holding {}
}
