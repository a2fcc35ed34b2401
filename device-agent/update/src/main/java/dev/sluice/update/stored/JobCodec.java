package dev.sluice.update.stored;

import static dev.sluice.update.stored.UpdateMemoryCodec.constant;
import static dev.sluice.update.stored.UpdateMemoryCodec.rollout;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.Members;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.plan.Fallback;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.plan.Schedule;
import java.util.Optional;

/// The stored form of a [Job]: one member of the memory's document, named for the kind of job.
final class JobCodec {
  private static final String SCHEDULED = "scheduled";
  private static final String UNDERWAY = "underway";
  private static final String IN_PLACE = "inPlace";
  private static final String TRIAL = "trial";
  private static final String FALLBACK = "fallback";
  private static final String MARK = "mark";
  private static final String INSTALL = "install";

  private JobCodec() {}

  /// Adds the job to the memory's document.
  static void encode(Job job, JsonObject.Builder memory) {
    switch (job) {
      case Job.Nothing _ -> {}
      case Job.Scheduled(var rollout, var startAt) ->
          memory.put(
              SCHEDULED,
              JsonObject.builder()
                  .put("rollout", rollout.toString())
                  .put("startAt", startAt)
                  .build());
      case Job.Underway(var plan, var step, var route) ->
          memory.put(
              UNDERWAY,
              encode(plan).put("step", step.jsonName()).put("route", route.jsonName()).build());
      case Job.InPlace(var plan, var order, var stage, var mark) ->
          memory.put(
              IN_PLACE,
              encode(plan)
                  .put(MARK, mark)
                  .put("stage", stage.jsonName())
                  .put("patch", order.patch())
                  .put("memoryBytes", order.memoryBytes())
                  .put("scratchBytes", order.scratchBytes())
                  .build());
      case Job.Trial trial -> memory.put(TRIAL, encode(trial));
    }
  }

  /// Reads the job of a memory's document.
  static Job decode(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> scheduled = memory.findObject(SCHEDULED);
    if (scheduled.isPresent()) {
      return new Job.Scheduled(rollout(scheduled.get()), scheduled.get().requireInstant("startAt"));
    }
    Optional<JsonObject> underway = memory.findObject(UNDERWAY);
    if (underway.isPresent()) {
      return decodeUnderway(underway.get());
    }
    Optional<JsonObject> trial = memory.findObject(TRIAL);
    if (trial.isPresent()) {
      return decodeTrial(trial.get());
    }
    Optional<JsonObject> inPlace = memory.findObject(IN_PLACE);
    return inPlace.isPresent() ? decodeInPlace(inPlace.get()) : new Job.Nothing();
  }

  private static Job.Underway decodeUnderway(JsonObject json) throws MalformedJsonException {
    return new Job.Underway(
        decodePlan(json),
        constant(json, "step", Job.Step.values(), Job.Step::jsonName),
        decodeRoute(json));
  }

  /// Agents that knew only one way did not write it down.
  private static Job.Route decodeRoute(JsonObject json) throws MalformedJsonException {
    return json.findString("route").isPresent()
        ? constant(json, "route", Job.Route.values(), Job.Route::jsonName)
        : Job.Route.PATCH;
  }

  private static Job.InPlace decodeInPlace(JsonObject json) throws MalformedJsonException {
    Plan plan = decodePlan(json);
    var order =
        new InPlaceOrder(
            json.requireDigest("patch"),
            plan.artifact().digest(),
            plan.artifact().lengthBytes(),
            json.requireLong("memoryBytes", 0, Long.MAX_VALUE),
            json.requireLong("scratchBytes", 0, Long.MAX_VALUE));
    return new Job.InPlace(
        plan,
        order,
        constant(json, "stage", Job.Stage.values(), Job.Stage::jsonName),
        json.findString(MARK).orElse("")); // agents without a health check did not write it down
  }

  private static JsonObject encode(Job.Trial trial) {
    var json =
        encode(trial.plan())
            .put("step", trial.step().jsonName())
            .put("proofs", trial.proofs())
            .put(MARK, trial.mark())
            .put("text", trial.text());
    switch (trial.fallback()) {
      case Fallback.Nothing _ -> {}
      case Fallback.Previous(var digest) -> json.put(FALLBACK, digest);
    }
    return json.build();
  }

  private static Job.Trial decodeTrial(JsonObject json) throws MalformedJsonException {
    return new Job.Trial(
        decodePlan(json),
        constant(json, "step", Job.TrialStep.values(), Job.TrialStep::jsonName),
        (int) json.requireLong("proofs", 0, Integer.MAX_VALUE),
        json.findString(FALLBACK).isPresent()
            ? new Fallback.Previous(json.requireDigest(FALLBACK))
            : new Fallback.Nothing(),
        json.requireString(MARK),
        json.requireString("text"));
  }

  private static JsonObject.Builder encode(Plan plan) {
    var json =
        JsonObject.builder()
            .put("release", plan.release().toString())
            .put("counter", plan.counter())
            .put("rollbackFloor", plan.rollbackFloor())
            .put("rollout", plan.rollout().toString())
            .put("manifest", plan.manifest())
            .put("artifact", plan.artifact().name().value())
            .put("digest", plan.artifact().digest())
            .put("lengthBytes", plan.artifact().lengthBytes())
            .put("installer", plan.artifact().installer().jsonName())
            .put("sliceLengthBytes", plan.slices().sliceLengthBytes())
            .put("sliceList", plan.slices().sliceList());
    if (plan.attempt() > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", plan.attempt());
    }
    plan.schedule()
        .install()
        .findJson()
        .ifPresent(times -> json.put(INSTALL, times).put("since", plan.schedule().since()));
    return json;
  }

  private static Plan decodePlan(JsonObject json) throws MalformedJsonException {
    Installer installer =
        Installer.find(json.requireString("installer"))
            .orElseThrow(() -> json.malformed("installer", "a known installer"));
    var artifact =
        new Artifact(
            Members.require(
                json, "artifact", ArtifactName.SYNTAX, ArtifactName::isValid, ArtifactName::new),
            json.requireDigest("digest"),
            json.requireLong("lengthBytes", 1, installer.maxLengthBytes()),
            installer);
    var slices =
        new SliceReference(
            json.requireLong(
                "sliceLengthBytes",
                SliceList.MIN_SLICE_LENGTH_BYTES,
                SliceList.MAX_SLICE_LENGTH_BYTES),
            json.requireDigest("sliceList"));
    long counter = Members.requireCounter(json, "counter");
    return new Plan(
        Members.requireRelease(json, "release"),
        counter,
        json.requireLong("rollbackFloor", 0, counter),
        rollout(json),
        RolloutId.attempt(json),
        json.requireDigest("manifest"),
        artifact,
        slices,
        json.has(INSTALL)
            ? Schedule.of(InstallTimes.fromJson(json, INSTALL), json.requireInstant("since"))
            : Schedule.ANYTIME);
  }
}
