package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;

/// When a rollout was in a ring.
public sealed interface RingSpan {
  /// It has not come to this ring.
  record NotStarted() implements RingSpan {}

  /// It is in this ring.
  ///
  /// @param startedAt when its first wave was planned
  record Started(Instant startedAt) implements RingSpan {
    /// Checks the time.
    public Started {
      Fields.requireTime(startedAt);
    }
  }

  /// It has left this ring.
  ///
  /// @param startedAt when its first wave was planned
  /// @param endedAt when the ring was done, or halted; not before `startedAt`
  record Ended(Instant startedAt, Instant endedAt) implements RingSpan {
    /// Checks the times.
    public Ended {
      Fields.requireTime(startedAt);
      Fields.requireTime(endedAt);
      Fields.require(!endedAt.isBefore(startedAt), "a ring must not end before it starts");
    }
  }

  /// When it began in this ring, if it has.
  default Optional<Instant> findStartedAt() {
    return switch (this) {
      case NotStarted() -> Optional.empty();
      case Started(var startedAt) -> Optional.of(startedAt);
      case Ended(var startedAt, _) -> Optional.of(startedAt);
    };
  }

  /// When it ended in this ring, if it has.
  default Optional<Instant> findEndedAt() {
    return switch (this) {
      case NotStarted() -> Optional.empty();
      case Started(_) -> Optional.empty();
      case Ended(_, var endedAt) -> Optional.of(endedAt);
    };
  }

  /// Reads the members `startedAt` and `endedAt`, each of which may be absent.
  ///
  /// @throws MalformedJsonException if one is malformed, or if there is an end without a start
  ///     before it
  static RingSpan fromJson(JsonObject json) throws MalformedJsonException {
    Optional<Instant> startedAt = Fields.findTime(json, "startedAt");
    Optional<Instant> endedAt = Fields.findTime(json, "endedAt");
    if (startedAt.isEmpty()) {
      if (endedAt.isPresent()) {
        throw json.malformed("endedAt", "nothing, as it has not started");
      }
      return new NotStarted();
    }
    if (endedAt.isEmpty()) {
      return new Started(startedAt.get());
    }
    if (endedAt.get().isBefore(startedAt.get())) {
      throw json.malformed("endedAt", "a moment not before startedAt");
    }
    return new Ended(startedAt.get(), endedAt.get());
  }
}
