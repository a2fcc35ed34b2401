package dev.sluice.update.stored;

import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Documents;
import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.update.memory.Bounds;
import dev.sluice.update.memory.Earlier;
import dev.sluice.update.memory.Holding;
import dev.sluice.update.memory.Installed;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.SwitchedFlags;
import dev.sluice.update.memory.UpdateMemory;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The stored form of [UpdateMemory]: one JSON document, for people to read as well.
///
/// A stored file is as untrusted after a crash as a downloaded one: reading is strict, and a
/// document that is not whole is refused.
public final class UpdateMemoryCodec {
  /// No stored memory is longer.
  public static final long MAX_LENGTH_BYTES = 1L << 16;

  private static final String TYPE = "update-memory";
  private static final long FORMAT_VERSION = 1;
  private static final String EARLIER = "earlier";
  private static final String TRACE = "trace";
  private static final String HOLDING = "holding";
  private static final String FLAGS = "flags";
  private static final Set<String> OWN_MEMBERS =
      Set.of(
          "type",
          "formatVersion",
          "timeFloor",
          "rollbackFloor",
          "lastCounter",
          "installed",
          "scheduled",
          "underway",
          "inPlace",
          "trial",
          "confirmation",
          EARLIER,
          TRACE,
          HOLDING,
          FLAGS,
          TimelineCodec.MEMBER);
  private static final Set<String> MEMBERS =
      Stream.concat(OWN_MEMBERS.stream(), FailuresCodec.MEMBERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private UpdateMemoryCodec() {}

  /// Writes the document.
  public static byte[] encode(UpdateMemory memory) {
    var json =
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", FORMAT_VERSION)
            .put("timeFloor", memory.timeFloor())
            .put("rollbackFloor", memory.rollbackFloor())
            .put("lastCounter", memory.lastCounter());
    switch (memory.installed()) {
      case Installed.Nothing _ -> {}
      case Installed.Release release -> json.put("installed", encode(release));
    }
    switch (memory.earlier()) {
      case Earlier.Nothing _ -> {}
      case Earlier.Replaced replaced -> json.put(EARLIER, encode(replaced));
    }
    JobCodec.encode(memory.job(), json);
    FailuresCodec.encode(memory.failures(), json);
    switch (memory.outcome()) {
      case Outcomes.Nothing _ -> {}
      case Outcomes.Latest(Confirmation confirmation) ->
          json.put("confirmation", encode(confirmation));
    }
    switch (memory.trace()) {
      case RolloutTrace.Nothing _ -> {}
      case RolloutTrace.Of(var rollout, var trace) ->
          json.put(
              TRACE,
              JsonObject.builder()
                  .put("rollout", rollout.toString())
                  .put(TraceParent.NAME, trace.toString())
                  .build());
    }
    switch (memory.holding()) {
      case Holding.Nothing _ -> {}
      case Holding.Held held ->
          json.put(
              HOLDING,
              JsonObject.builder()
                  .put("rollout", held.rollout().toString())
                  .put("sequence", held.sequence())
                  .put("until", held.until())
                  .build());
    }
    if (!memory.flags().equals(SwitchedFlags.NONE)) {
      json.put(FLAGS, encode(memory.flags()));
    }
    TimelineCodec.encode(memory.timeline(), json);
    return PlainJson.encodeReadable(json.build());
  }

  /// Reads a stored document.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, is longer than [#MAX_LENGTH_BYTES],
  ///     or is not what [#encode(UpdateMemory)] writes
  public static UpdateMemory decode(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    json.rejectUnknown(MEMBERS);
    Optional<JsonObject> installed = json.findObject("installed");
    Outcomes outcome = decodeOutcome(json);
    return new UpdateMemory(
        new Bounds(
            json.requireInstant("timeFloor"),
            json.requireLong("rollbackFloor", 0, Manifest.MAX_COUNTER),
            json.requireLong("lastCounter", 0, Manifest.MAX_COUNTER)),
        installed.isPresent() ? decodeInstalled(installed.get()) : new Installed.Nothing(),
        decodeEarlier(json),
        JobCodec.decode(json),
        FailuresCodec.decode(json, outcome),
        outcome,
        decodeTrace(json),
        decodeHolding(json),
        TimelineCodec.decode(json),
        decodeFlags(json));
  }

  private static JsonObject encode(Earlier.Replaced earlier) {
    var json =
        JsonObject.builder()
            .put("installed", encode(earlier.release()))
            .put("rollout", earlier.rollout().toString());
    if (earlier.attempt() > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", earlier.attempt());
    }
    return json.build();
  }

  /// Earlier agents did not write it down.
  private static Earlier decodeEarlier(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> json = memory.findObject(EARLIER);
    return json.isEmpty()
        ? new Earlier.Nothing()
        : new Earlier.Replaced(
            decodeInstalled(json.get().requireObject("installed")),
            rollout(json.get()),
            RolloutId.attempt(json.get()));
  }

  private static JsonObject encode(SwitchedFlags flags) {
    return JsonObject.builder()
        .put("wanted", names(flags.wanted()))
        .put("followed", names(flags.followed()))
        .put("settled", flags.isSettled())
        .put("failures", flags.failures())
        .put("problem", flags.problem())
        .build();
  }

  private static JsonArray names(SortedSet<FlagName> flags) {
    return JsonArray.ofStrings(flags.stream().map(FlagName::value).toList());
  }

  private static SwitchedFlags decodeFlags(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> json = memory.findObject(FLAGS);
    return json.isEmpty()
        ? SwitchedFlags.NONE
        : new SwitchedFlags(
            flags(json.get(), "wanted"),
            flags(json.get(), "followed"),
            json.get().requireBoolean("settled"),
            (int) json.get().requireLong("failures", 0, SwitchedFlags.MAX_FAILURES),
            json.get().requireString("problem"));
  }

  private static SortedSet<FlagName> flags(JsonObject json, String name)
      throws MalformedJsonException {
    return new TreeSet<>(
        Members.requireDistinct(
            json, name, FlagName.SYNTAX, Ring.MAX_FLAGS_OFF, FlagName::isValid, FlagName::new));
  }

  private static Holding decodeHolding(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> json = memory.findObject(HOLDING);
    return json.isEmpty()
        ? new Holding.Nothing()
        : new Holding.Held(
            rollout(json.get()),
            json.get().requireLong("sequence", RolloutHalted.NO_SEQUENCE, Long.MAX_VALUE),
            json.get().requireInstant("until"));
  }

  private static Outcomes decodeOutcome(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> json = memory.findObject("confirmation");
    return json.isPresent()
        ? new Outcomes.Latest(decodeConfirmation(json.get()))
        : new Outcomes.Nothing();
  }

  /// Agents that followed no trace did not write one down.
  private static RolloutTrace decodeTrace(JsonObject memory) throws MalformedJsonException {
    Optional<JsonObject> json = memory.findObject(TRACE);
    if (json.isEmpty()) {
      return new RolloutTrace.Nothing();
    }
    TraceParent trace =
        TraceParent.find(json.get().requireString(TraceParent.NAME))
            .orElseThrow(() -> json.get().malformed(TraceParent.NAME, "a trace"));
    return new RolloutTrace.Of(rollout(json.get()), trace);
  }

  private static JsonObject encode(Installed.Release release) {
    return JsonObject.builder()
        .put("release", release.release().toString())
        .put("counter", release.counter())
        .put("manifest", release.manifest())
        .put("artifact", release.artifact())
        .build();
  }

  private static Installed.Release decodeInstalled(JsonObject json) throws MalformedJsonException {
    return new Installed.Release(
        Members.requireRelease(json, "release"),
        Members.requireCounter(json, "counter"),
        json.requireDigest("manifest"),
        json.requireDigest("artifact"));
  }

  private static JsonObject encode(Confirmation confirmation) {
    var json =
        JsonObject.builder()
            .put("device", confirmation.device().value())
            .put("epoch", confirmation.epoch())
            .put("release", confirmation.release().toString())
            .put("counter", confirmation.counter())
            .put("rollout", confirmation.rollout().toString())
            .put("artifact", confirmation.artifact())
            .put("outcome", confirmation.outcome().name());
    if (confirmation.attempt() > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", confirmation.attempt());
    }
    confirmation.reason().addTo(json);
    return json.put("at", confirmation.at()).build();
  }

  private static Confirmation decodeConfirmation(JsonObject json) throws MalformedJsonException {
    var device = Members.require(json, "device", DeviceId.SYNTAX, DeviceId::isValid, DeviceId::new);
    long epoch = json.requireLong("epoch", 0, Long.MAX_VALUE);
    try {
      return new Confirmation(
          device,
          epoch,
          Members.requireRelease(json, "release"),
          Members.requireCounter(json, "counter"),
          rollout(json),
          RolloutId.attempt(json),
          json.requireDigest("artifact"),
          constant(json, "outcome", Outcome.values(), Outcome::name),
          OutcomeReason.ofDocument(json),
          json.requireInstant("at"));
    } catch (IllegalArgumentException e) {
      // Time has limits of its own, which the record alone knows.
      throw json.malformed("at", "a confirmation that was sent");
    }
  }

  static RolloutId rollout(JsonObject json) throws MalformedJsonException {
    return Members.require(json, "rollout", RolloutId.SYNTAX, RolloutId::isValid, RolloutId::parse);
  }

  static <T> T constant(JsonObject json, String name, T[] values, Function<T, String> jsonName)
      throws MalformedJsonException {
    String text = json.requireString(name);
    return Arrays.stream(values)
        .filter(value -> jsonName.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> json.malformed(name, "a known word"));
  }
}
