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
///
/// That limit is counted in what timestamps say of when they were signed, from the first new one
/// that is read after the announcement: a clock that leaps ahead ends no hold, and a device that
/// was off for long does not take the time before for time that it waited.
public sealed interface Holding {
  /// No hold is longer.
  Duration LIMIT = Duration.ofDays(2);

  /// The end of a hold since which no new timestamp was read.
  Instant OPEN = Instant.parse("9999-12-31T23:59:59Z");

  /// The hold after an announcement. Another one for the same rollout does not make it longer.
  default Held announced(RolloutHalted halt) {
    return this instanceof Held held && held.rollout().equals(halt.rollout())
        ? new Held(held.rollout(), Math.max(held.sequence(), halt.sequence()), held.until())
        : new Held(halt.rollout(), halt.sequence(), OPEN);
  }

  /// What is left when a new timestamp was read.
  ///
  /// @param signed when it was signed
  /// @param refreshInterval how long to wait if the announcement names no document
  default Holding atTimestamp(Instant signed, Duration refreshInterval) {
    return this instanceof Held(var rollout, var sequence, var until) && until.equals(OPEN)
        ? new Held(
            rollout,
            sequence,
            signed.plus(sequence == RolloutHalted.NO_SEQUENCE ? refreshInterval : LIMIT))
        : this;
  }

  /// Whether the rollout is held.
  ///
  /// @param signed when the newest timestamp was signed
  default boolean holds(RolloutId rollout, Instant signed) {
    return this instanceof Held held
        && held.rollout().equals(rollout)
        && signed.isBefore(held.until());
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

  /// Nothing is held.
  record Nothing() implements Holding {}

  /// One rollout is held.
  ///
  /// @param rollout which
  /// @param sequence of the rings document that stops it; [RolloutHalted#NO_SEQUENCE] if unknown
  /// @param until what a timestamp must be signed at, or later, to end it; [#OPEN] at first
  record Held(RolloutId rollout, long sequence, Instant until) implements Holding {}
}
