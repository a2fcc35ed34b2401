package dev.sluice.update.stored;

import dev.sluice.events.report.UpdateStep;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.memory.Timeline;
import java.util.List;
import java.util.Optional;

/// The stored form of a [Timeline], as a member of the memory's document.
final class TimelineCodec {
  /// Its name.
  static final String MEMBER = "timeline";

  private TimelineCodec() {}

  static void encode(Timeline timeline, JsonObject.Builder memory) {
    if (!timeline.equals(Timeline.EMPTY)) {
      memory.put(
          MEMBER,
          JsonObject.builder()
              .put("delivered", timeline.delivered())
              .put("fetchedBytes", timeline.fetchedBytes())
              .put(
                  "steps", JsonArray.of(timeline.steps().stream().map(UpdateStep::toJson).toList()))
              .build());
    }
  }

  /// Agents that kept no timeline did not write one down.
  static Timeline decode(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> json = memory.findObject(MEMBER);
    if (json.isEmpty()) {
      return Timeline.EMPTY;
    }
    List<UpdateStep> steps = json.get().requireArray("steps").decodeEach(UpdateStep::fromJson);
    if (!Timeline.isList(steps)) {
      throw json.get()
          .malformed("steps", "at most " + Timeline.MAX_STEPS + " steps with rising numbers");
    }
    return new Timeline(
        json.get().requireLong("delivered", 0, Long.MAX_VALUE),
        json.get().requireLong("fetchedBytes", 0, Long.MAX_VALUE),
        steps);
  }
}
