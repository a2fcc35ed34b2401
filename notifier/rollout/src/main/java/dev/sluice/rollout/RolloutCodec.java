package dev.sluice.rollout;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.release.Members;
import dev.sluice.release.Version;
import dev.sluice.rollout.count.Passages;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.SlowLimit;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonInteger;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The part of [RolloutsCodec] that is about one rollout.
final class RolloutCodec {
  private RolloutCodec() {}

  static JsonObject encode(Rollout rollout) {
    return JsonObject.builder()
        .put("id", rollout.id().toString())
        .put("release", RolloutsCodec.release(rollout.release()))
        .put("purpose", purpose(rollout.purpose()))
        .put("policy", policy(rollout.policy()))
        .put("stage", StageCodec.encode(rollout.stage()))
        .put("tracks", JsonArray.of(rollout.tracks().stream().map(RolloutCodec::track).toList()))
        .put("firstSequence", rollout.firstSequence())
        .put("askedAt", rollout.askedAt())
        .put("deltasComplete", rollout.deltasComplete())
        .put("recordedAt", rollout.recordedAt())
        .put("unrecorded", rollout.unrecorded())
        .build();
  }

  static Rollout decode(JsonObject json) throws MalformedJsonException {
    return new Rollout(
        RolloutsCodec.rollout(json, "id"),
        RolloutsCodec.release(json.requireObject("release")),
        purpose(json.findObject("purpose").orElseGet(JsonObject::empty)),
        policy(json.requireObject("policy")),
        StageCodec.decode(json.requireObject("stage")),
        json.requireArray("tracks").decodeEach(RolloutCodec::track),
        json.requireLong("firstSequence"),
        json.requireInstant("askedAt"),
        json.requireBoolean("deltasComplete"),
        json.requireInstant("recordedAt"),
        json.requireBoolean("unrecorded"));
  }

  private static JsonObject purpose(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Advance() -> JsonObject.builder().build();
      case Purpose.Rollback(var of, var everywhere) ->
          JsonObject.builder().put("of", of.toString()).put("everywhere", everywhere).build();
    };
  }

  private static Purpose purpose(JsonObject json) throws MalformedJsonException {
    return json.isEmpty()
        ? new Purpose.Advance()
        : new Purpose.Rollback(
            RolloutsCodec.rollout(json, "of"), json.requireBoolean("everywhere"));
  }

  private static JsonObject policy(RolloutPolicy policy) {
    var json = JsonObject.builder();
    if (!policy.floors().isEmpty()) {
      json.put(
          "floors", JsonArray.ofStrings(policy.floors().stream().map(Version::value).toList()));
    }
    return json.put("rings", JsonArray.of(policy.rings().stream().map(RolloutCodec::ring).toList()))
        .put("deltaWait", policy.deltaWait().toString())
        .put("start", policy.start().name())
        .put("onFailure", policy.onFailure().name())
        .build();
  }

  private static RolloutPolicy policy(JsonObject json) throws MalformedJsonException {
    return new RolloutPolicy(
        json.requireArray("rings").decodeEach(RolloutCodec::ring),
        duration(json, "deltaWait"),
        RolloutsCodec.constant(json, "start", StartMode.class),
        RolloutsCodec.constant(json, "onFailure", FailureAction.class),
        json.has("floors")
            ? Members.requireDistinct(
                json,
                "floors",
                Version.SYNTAX,
                FloorReleases.MAX_FLOORS,
                Version::isValid,
                Version::new)
            : List.of());
  }

  private static JsonObject ring(RingPolicy ring) {
    var json =
        JsonObject.builder()
            .put("name", ring.name())
            .put("selector", ring.selector().toJson())
            .put("wavesPpm", JsonArray.of(ring.wavesPpm().stream().map(JsonInteger::new).toList()))
            .put("soak", ring.soak().toString())
            .put("pullWindow", ring.pullWindow().toString())
            .put("silentAfter", ring.silentAfter().toString())
            .put("approval", ring.approval())
            .put("gate", gate(ring.gate()));
    ring.install().findJson().ifPresent(times -> json.put("install", times));
    if (ring.pace() instanceof Pace.Limited(var devicesPerMinute, var growthPercent, var upTo)) {
      json.put(
          "pace",
          JsonObject.builder()
              .put("devicesPerMinute", devicesPerMinute)
              .put("growthPercent", growthPercent)
              .put("upTo", upTo)
              .build());
    }
    return json.build();
  }

  private static Pace pace(JsonObject ring) throws MalformedJsonException {
    Optional<JsonObject> json = ring.findObject("pace");
    return json.isPresent()
        ? new Pace.Limited(
            json.get().requireLong("devicesPerMinute"),
            json.get().requireLong("growthPercent"),
            json.get().requireLong("upTo"))
        : new Pace.Unlimited();
  }

  private static RingPolicy ring(JsonObject json) throws MalformedJsonException {
    return new RingPolicy(
        json.requireString("name"),
        Selector.fromJson(json.requireObject("selector")),
        json.requireArray("wavesPpm").longs(),
        duration(json, "soak"),
        duration(json, "pullWindow"),
        json.has("silentAfter") ? duration(json, "silentAfter") : RingPolicy.DEFAULT_SILENT_AFTER,
        json.findBoolean("approval").orElse(false),
        gate(json.requireObject("gate")),
        InstallTimes.fromJson(json, "install"),
        pace(json));
  }

  private static JsonObject gate(Gate gate) {
    var json =
        JsonObject.builder()
            .put("failedLimitPpm", gate.failedLimitPpm())
            .put("confidencePpm", gate.confidencePpm())
            .put("confirmedSharePpm", gate.confirmedSharePpm())
            .put("silentLimitPpm", gate.silentLimitPpm())
            .put("sample", gate.sample());
    if (gate.slow() instanceof SlowLimit.Share(var factorPercent, var sharePpm)) {
      json.put(
          "slow",
          JsonObject.builder()
              .put("factorPercent", factorPercent)
              .put("sharePpm", sharePpm)
              .build());
    }
    return json.build();
  }

  private static SlowLimit slow(JsonObject gate) throws MalformedJsonException {
    Optional<JsonObject> json = gate.findObject("slow");
    return json.isPresent()
        ? new SlowLimit.Share(
            json.get().requireLong("factorPercent"), json.get().requireLong("sharePpm"))
        : new SlowLimit.None();
  }

  private static Gate gate(JsonObject json) throws MalformedJsonException {
    if (json.has("failedShareLimitPpm")) {
      // An earlier version compared shares; its limits are what this one proves.
      return new Gate(
          json.requireLong("failedShareLimitPpm"),
          Gate.DEFAULT.confidencePpm(),
          json.requireLong("confirmedSharePpm"),
          Gate.DEFAULT.silentLimitPpm(),
          Gate.DEFAULT.sample());
    }
    return new Gate(
        json.requireLong("failedLimitPpm"),
        json.requireLong("confidencePpm"),
        json.requireLong("confirmedSharePpm"),
        json.requireLong("silentLimitPpm"),
        json.requireLong("sample"),
        slow(json));
  }

  private static Duration duration(JsonObject json, String name) throws MalformedJsonException {
    try {
      return Duration.parse(json.requireString(name));
    } catch (DateTimeException e) {
      throw json.malformed(name, "a duration in ISO 8601");
    }
  }

  private static JsonObject track(RingTrack track) {
    RingCounts counts = track.counts();
    var json = JsonObject.builder();
    if (track.attempt() > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", track.attempt());
    }
    if (!track.report().times().isEmpty()) {
      json.put("times", track.report().times().toJson());
    }
    if (!track.report().held().isEmpty()) {
      json.put("held", track.report().held().toJson());
    }
    if (!track.report().passages().isEmpty()) {
      json.put("passages", track.report().passages().toJson());
    }
    if (track.accepted().slow()) {
      json.put("acceptedSlow", true);
    }
    return json.put("phase", StageCodec.encode(track.phase()))
        .put("wave", track.wave())
        .put("promoted", track.promoted())
        .put("announced", track.announced())
        .put("acceptedFailures", track.accepted().failures())
        .put("acceptedSilence", track.accepted().silence())
        .put("devices", counts.devices())
        .put("admitted", counts.admitted())
        .put("confirmed", counts.confirmed())
        .put("failed", counts.failed())
        .put("inconclusive", counts.inconclusive())
        .put("causes", track.report().causes().toJson())
        .build();
  }

  private static RingTrack track(JsonObject json) throws MalformedJsonException {
    return new RingTrack(
        StageCodec.phase(json.requireObject("phase")),
        (int) json.requireLong("wave", 0, Integer.MAX_VALUE),
        json.has("promoted") ? (int) json.requireLong("promoted", 0, Integer.MAX_VALUE) : 0,
        json.requireBoolean("announced"),
        new Accepted(
            json.requireLong("acceptedFailures"),
            json.has("acceptedSilence") ? json.requireLong("acceptedSilence") : 0,
            json.findBoolean("acceptedSlow").orElse(false)),
        report(json),
        RolloutId.attempt(json));
  }

  private static RingReport report(JsonObject track) throws MalformedJsonException {
    return new RingReport(
        new RingCounts(
            track.requireLong("devices"),
            track.requireLong("admitted"),
            track.requireLong("confirmed"),
            track.requireLong("failed"),
            track.has("inconclusive") ? track.requireLong("inconclusive") : 0),
        track.has("causes") ? FailureCauses.fromJson(track, "causes") : FailureCauses.NONE,
        track.has("times") ? RingTimes.fromJson(track.requireObject("times")) : RingTimes.NONE,
        HeldDevices.fromJson(track, "held"),
        Passages.fromJson(track, "passages"));
  }
}
