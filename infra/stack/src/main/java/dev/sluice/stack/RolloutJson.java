package dev.sluice.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RingSpan;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.release.ReleaseId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A rollout out of the API's JSON.
final class RolloutJson {
  private RolloutJson() {}

  static RolloutSnapshot decode(JsonNode json) {
    List<RingProgress> rings = new ArrayList<>();
    json.path("rings").forEach(ring -> rings.add(ring(ring)));
    return new RolloutSnapshot(
        RolloutId.parse(json.path("id").asText()),
        ReleaseId.parse(json.path("release").asText()),
        json.path("counter").asLong(),
        json.path("state").asText(),
        json.path("reason").asText(),
        Instant.parse(json.path("at").asText()),
        rings);
  }

  private static RingProgress ring(JsonNode json) {
    return new RingProgress(
        json.path("name").asText(),
        json.path("state").asText(),
        json.path("devices").asLong(),
        json.path("admitted").asLong(),
        json.path("confirmed").asLong(),
        json.path("failed").asLong(),
        json.path("inconclusive").asLong(),
        json.path("silent").asLong(),
        causes(json.path("causes")),
        json.path("wave").asInt(),
        json.path("waves").asInt(),
        json.path("attempt").asInt(1),
        span(instant(json, "startedAt"), instant(json, "endedAt")),
        json.path("speed").asText(),
        held(json.path("held")));
  }

  private static HeldDevices held(JsonNode json) {
    SortedMap<String, Long> byHold = new TreeMap<>();
    json.properties().forEach(hold -> byHold.put(hold.getKey(), hold.getValue().asLong()));
    return new HeldDevices(byHold);
  }

  private static FailureCauses causes(JsonNode json) {
    Map<FailureCause, Long> groups = new TreeMap<>();
    for (JsonNode cause : json) {
      groups.put(
          new FailureCause(
              constant(cause, "code", OutcomeReason.Code.class),
              constant(cause, "step", OutcomeReason.Step.class),
              cause.path("hardware").asText(),
              cause.path("from").asText()),
          cause.path("devices").asLong());
    }
    return FailureCauses.of(groups);
  }

  private static <E extends Enum<E>> E constant(JsonNode json, String name, Class<E> type) {
    return Enum.valueOf(type, json.path(name).asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static RingSpan span(Optional<Instant> started, Optional<Instant> ended) {
    if (started.isEmpty()) {
      return new RingSpan.NotStarted();
    }
    return ended.isEmpty()
        ? new RingSpan.Started(started.get())
        : new RingSpan.Ended(started.get(), ended.get());
  }

  private static Optional<Instant> instant(JsonNode json, String name) {
    return json.hasNonNull(name)
        ? Optional.of(Instant.parse(json.path(name).asText()))
        : Optional.empty();
  }
}
