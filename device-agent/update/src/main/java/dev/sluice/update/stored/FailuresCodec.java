package dev.sluice.update.stored;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.update.memory.Failures;
import dev.sluice.update.memory.Outcomes;
import java.util.List;
import java.util.Optional;

/// The stored form of [Failures], as a member of the memory's document.
final class FailuresCodec {
  private static final String MEMBER = "failed";

  /// What agents wrote that remembered one release.
  private static final String EARLIER_MEMBER = "failures";

  /// The members that it may write or read.
  static final List<String> MEMBERS = List.of(MEMBER, EARLIER_MEMBER);

  private FailuresCodec() {}

  static void encode(Failures failures, JsonObject.Builder memory) {
    if (!failures.entries().isEmpty()) {
      memory.put(
          MEMBER, JsonArray.of(failures.entries().stream().map(FailuresCodec::encode).toList()));
    }
  }

  private static JsonObject encode(Failures.Entry entry) {
    var json = JsonObject.builder().put("rollout", entry.rollout().toString());
    if (entry.attempt() > RolloutId.FIRST_ATTEMPT) {
      json.put("attempt", entry.attempt());
    }
    return json.put("manifest", entry.manifest()).put("count", entry.count()).build();
  }

  /// @param outcome the latest outcome, which names the rollout that an earlier form left out
  static Failures decode(JsonObject memory, Outcomes outcome) throws MalformedJsonException {
    Optional<JsonObject> earlier = memory.findObject(EARLIER_MEMBER);
    if (earlier.isPresent()) {
      return decodeEarlier(earlier.get(), outcome);
    }
    if (!memory.has(MEMBER)) {
      return Failures.NONE;
    }
    List<Failures.Entry> entries =
        memory.requireArray(MEMBER).decodeEach(FailuresCodec::decodeEntry);
    if (!Failures.isList(entries)) {
      throw memory.malformed(
          MEMBER, "at most " + Failures.MAX_ENTRIES + " failures, each rollout and manifest once");
    }
    return new Failures(entries);
  }

  private static Failures.Entry decodeEntry(JsonObject json) throws MalformedJsonException {
    return new Failures.Entry(
        UpdateMemoryCodec.rollout(json),
        RolloutId.attempt(json),
        json.requireDigest("manifest"),
        count(json));
  }

  /// A device that went back to a release after it had given up a later one has an outcome of the
  /// former: then the rollout is not known, and by now it is over.
  private static Failures decodeEarlier(JsonObject json, Outcomes outcome)
      throws MalformedJsonException {
    var manifest = json.requireDigest("manifest");
    int count = count(json);
    return switch (outcome) {
      case Outcomes.Latest(Confirmation latest) when latest.outcome() != Outcome.INSTALLED ->
          Failures.NONE.with(
              new Failures.Entry(latest.rollout(), latest.attempt(), manifest, count));
      case Outcomes.Latest _, Outcomes.Nothing _ -> Failures.NONE;
    };
  }

  private static int count(JsonObject json) throws MalformedJsonException {
    return (int) json.requireLong("count", 1, Integer.MAX_VALUE);
  }
}
