package dev.sluice.rollout;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The part of [RolloutsCodec] that is about stages and phases.
final class StageCodec {
  private static final String TYPE = "type";

  private StageCodec() {}

  static JsonObject encode(Stage stage) {
    var json = JsonObject.builder();
    return switch (stage) {
      case Stage.WaitingForStart() -> json.put(TYPE, "waiting-for-start").build();
      case Stage.WaitingForDeltas(var until) ->
          json.put(TYPE, "waiting-for-deltas").put("until", until).build();
      case Stage.WaitingForApproval(var next) ->
          json.put(TYPE, "waiting-for-approval").putAll(position(next)).build();
      case Stage.Signing(var at, var sequence, var resumed) ->
          json.put(TYPE, "signing")
              .putAll(position(at))
              .put("sequence", sequence)
              .put("resumed", resumed)
              .build();
      case Stage.Admitting(var at, var sequence) ->
          json.put(TYPE, "admitting").putAll(position(at)).put("sequence", sequence).build();
      case Stage.Soaking(var at, var sequence, var until) ->
          json.put(TYPE, "soaking")
              .putAll(position(at))
              .put("sequence", sequence)
              .put("until", until)
              .build();
      case Stage.Paused(var point, var reason, var sequence, var signed) ->
          json.put(TYPE, "paused")
              .putAll(point(point))
              .put("reason", reason)
              .put("sequence", sequence)
              .put("signed", signed)
              .build();
      case Stage.Halted(var reason, var sequence, var signed) ->
          json.put(TYPE, "halted")
              .put("reason", reason)
              .put("sequence", sequence)
              .put("signed", signed)
              .build();
      case Stage.Finishing(var sequence) ->
          json.put(TYPE, "finishing").put("sequence", sequence).build();
      case Stage.Completed(var sequence, var signed) ->
          json.put(TYPE, "completed").put("sequence", sequence).put("signed", signed).build();
    };
  }

  static Stage decode(JsonObject json) throws MalformedJsonException {
    return switch (json.requireString(TYPE)) {
      case "waiting-for-start" -> new Stage.WaitingForStart();
      case "waiting-for-deltas" -> new Stage.WaitingForDeltas(json.requireInstant("until"));
      case "waiting-for-approval" -> new Stage.WaitingForApproval(position(json));
      case "signing" ->
          new Stage.Signing(position(json), sequence(json), json.requireBoolean("resumed"));
      case "admitting" -> new Stage.Admitting(position(json), sequence(json));
      case "soaking" ->
          new Stage.Soaking(position(json), sequence(json), json.requireInstant("until"));
      case "paused" ->
          new Stage.Paused(
              point(json),
              json.requireString("reason"),
              sequence(json),
              json.requireBoolean("signed"));
      case "halted" ->
          new Stage.Halted(
              json.requireString("reason"), sequence(json), json.requireBoolean("signed"));
      case "finishing" -> new Stage.Finishing(sequence(json));
      case "completed" -> completed(json);
      default -> throw json.malformed(TYPE, "a known stage");
    };
  }

  /// A version for which a completed rollout planned no more did not write the sequence.
  private static Stage completed(JsonObject json) throws MalformedJsonException {
    return json.has("sequence")
        ? new Stage.Completed(sequence(json), json.requireBoolean("signed"))
        : new Stage.Completed(0, true);
  }

  static JsonObject encode(RingPhase phase) {
    var json = JsonObject.builder();
    return switch (phase) {
      case RingPhase.Waiting() -> json.build();
      case RingPhase.Open(var startedAt, var windowStart, var share) -> {
        if (share instanceof WaveShare.Part(var beforePpm, var sharePpm)) {
          json.put("beforePpm", beforePpm).put("sharePpm", sharePpm);
        }
        yield json.put("startedAt", startedAt).put("windowStart", windowStart).build();
      }
      case RingPhase.Done(var startedAt, var windowStart, var endedAt) ->
          json.put("startedAt", startedAt)
              .put("windowStart", windowStart)
              .put("endedAt", endedAt)
              .build();
    };
  }

  static RingPhase phase(JsonObject json) throws MalformedJsonException {
    if (json.isEmpty()) {
      return new RingPhase.Waiting();
    }
    return json.has("endedAt")
        ? new RingPhase.Done(
            json.requireInstant("startedAt"),
            json.requireInstant("windowStart"),
            json.requireInstant("endedAt"))
        : new RingPhase.Open(
            json.requireInstant("startedAt"), json.requireInstant("windowStart"), share(json));
  }

  /// A version that admitted whole waves only did not write it.
  private static WaveShare share(JsonObject phase) throws MalformedJsonException {
    return phase.has("sharePpm")
        ? new WaveShare.Part(phase.requireLong("beforePpm"), phase.requireLong("sharePpm"))
        : new WaveShare.Whole();
  }

  private static JsonObject position(Position at) {
    return JsonObject.builder().put("ring", at.ring()).put("wave", at.wave()).build();
  }

  private static Position position(JsonObject json) throws MalformedJsonException {
    return new Position(
        (int) json.requireLong("ring", 0, Integer.MAX_VALUE),
        (int) json.requireLong("wave", 0, Integer.MAX_VALUE));
  }

  private static JsonObject point(ResumePoint point) {
    return switch (point) {
      case ResumePoint.BeforeFirstWave(var until) ->
          JsonObject.builder().put("deltasUntil", until).build();
      case ResumePoint.InWave(var at) -> position(at);
    };
  }

  private static ResumePoint point(JsonObject json) throws MalformedJsonException {
    return json.has("deltasUntil")
        ? new ResumePoint.BeforeFirstWave(json.requireInstant("deltasUntil"))
        : new ResumePoint.InWave(position(json));
  }

  private static long sequence(JsonObject json) throws MalformedJsonException {
    return json.requireLong("sequence", 0, Long.MAX_VALUE);
  }
}
