package dev.sluice.events.report;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;

/// One step of a device on its way to a release, as the device tells it.
///
/// @param number rises by one with each step of the device, from 1; begins anew if the device lost
///     its memory
/// @param at when, by the device's clock
/// @param rollout the rollout that it was taken for
/// @param attempt which attempt at that rollout, from 1
/// @param progress what was reached
public record UpdateStep(
    long number, Instant at, RolloutId rollout, int attempt, Progress progress) {
  /// Most steps in one report.
  public static final int MAX_STEPS = 16;

  /// Checks the numbers and the time.
  public UpdateStep {
    Fields.require(number >= 1, "step number out of range: " + number);
    Fields.require(RolloutId.isAttempt(attempt), "attempt out of range: " + attempt);
    Fields.requireTime(at);
  }

  static boolean isList(List<UpdateStep> steps) {
    return steps.size() <= MAX_STEPS;
  }

  static JsonArray toJson(List<UpdateStep> steps) {
    return JsonArray.of(steps.stream().map(UpdateStep::toJson).toList());
  }

  static List<UpdateStep> listFromJson(JsonObject data, String name) throws MalformedJsonException {
    List<UpdateStep> steps = Fields.elements(data, name).decodeEach(UpdateStep::fromJson);
    if (!isList(steps)) {
      throw data.malformed(name, "at most " + MAX_STEPS + " steps");
    }
    return steps;
  }

  /// The step as a JSON value, for what stores steps.
  public JsonObject toJson() {
    var json =
        JsonObject.builder().put("number", number).put("at", at).put("rollout", rollout.toString());
    if (attempt > 1) {
      json.put("attempt", attempt);
    }
    progress.addTo(json);
    return json.build();
  }

  /// Reads what [#toJson()] writes.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static UpdateStep fromJson(JsonObject json) throws MalformedJsonException {
    return new UpdateStep(
        json.requireLong("number", 1, Long.MAX_VALUE),
        Fields.time(json, "at"),
        Fields.rollout(json, "rollout"),
        RolloutId.attempt(json),
        Progress.ofDocument(json));
  }
}
