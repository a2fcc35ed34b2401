package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// How far a rollout is in one ring.
///
/// @param name the ring's name
/// @param state `waiting`, `admitting`, `soaking`, `done` or `halted`
/// @param devices how many devices the ring has
/// @param admitted how many of them are admitted
/// @param confirmed how many have confirmed the installation
/// @param failed how many have confirmed a failure
/// @param inconclusive how many could not try, for reasons that say nothing about the release
/// @param silent how many have not answered though their time is up
/// @param causes why devices failed or could not try
/// @param wave the present wave, from 1; 0 before the first
/// @param waves how many waves there will be
/// @param attempt which attempt its devices make, from 1
/// @param span when the rollout was in the ring
/// @param speed how long its devices took beside the release before, in words; empty if the policy
///     does not ask
/// @param held how many devices safeguard holds keep out
public record RingProgress(
    String name,
    String state,
    long devices,
    long admitted,
    long confirmed,
    long failed,
    long inconclusive,
    long silent,
    FailureCauses causes,
    int wave,
    int waves,
    int attempt,
    RingSpan span,
    String speed,
    HeldDevices held) {
  /// Checks names and numbers.
  public RingProgress {
    Fields.require(Ring.isName(name), "not a ring name: " + name);
    Fields.require(RolloutSnapshot.isState(state), "not a state: " + state);
    Fields.require(
        devices >= 0
            && admitted >= 0
            && confirmed >= 0
            && failed >= 0
            && inconclusive >= 0
            && silent >= 0
            && wave >= 0
            && waves >= 0,
        "counts must not be negative");
    Fields.require(RolloutId.isAttempt(attempt), "attempt out of range: " + attempt);
    Fields.requireText(speed);
  }

  /// The progress of a first attempt.
  public RingProgress(
      String name,
      String state,
      long devices,
      long admitted,
      long confirmed,
      long failed,
      long inconclusive,
      long silent,
      FailureCauses causes,
      int wave,
      int waves,
      RingSpan span) {
    this(
        name,
        state,
        devices,
        admitted,
        confirmed,
        failed,
        inconclusive,
        silent,
        causes,
        wave,
        waves,
        RolloutId.FIRST_ATTEMPT,
        span,
        "",
        HeldDevices.NONE);
  }

  JsonObject toJson() {
    var json =
        JsonObject.builder()
            .put("name", name)
            .put("state", state)
            .put("devices", devices)
            .put("admitted", admitted)
            .put("confirmed", confirmed)
            .put("failed", failed)
            .put("inconclusive", inconclusive)
            .put("silent", silent)
            .put("causes", causes.toJson())
            .put("wave", wave)
            .put("waves", waves);
    if (attempt > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", attempt);
    }
    if (!speed.isEmpty()) {
      json.put("speed", speed);
    }
    if (!held.isEmpty()) {
      json.put("held", held.toJson());
    }
    span.findStartedAt().ifPresent(at -> json.put("startedAt", at));
    span.findEndedAt().ifPresent(at -> json.put("endedAt", at));
    return json.build();
  }

  static RingProgress fromJson(JsonObject json) throws MalformedJsonException {
    return new RingProgress(
        Fields.ring(json, "name"),
        RolloutSnapshot.state(json),
        Fields.count(json, "devices"),
        Fields.count(json, "admitted"),
        Fields.count(json, "confirmed"),
        Fields.count(json, "failed"),
        countOfLater(json, "inconclusive"),
        countOfLater(json, "silent"),
        json.has("causes") ? FailureCauses.fromJson(json, "causes") : FailureCauses.NONE,
        Fields.smallCount(json, "wave"),
        Fields.smallCount(json, "waves"),
        RolloutId.attempt(json),
        RingSpan.fromJson(json),
        json.has("speed") ? Fields.text(json, "speed") : "",
        HeldDevices.fromJson(json, "held"));
  }

  /// Absent in records that an earlier version wrote.
  private static long countOfLater(JsonObject json, String name) throws MalformedJsonException {
    return json.has(name) ? Fields.count(json, name) : 0;
  }
}
