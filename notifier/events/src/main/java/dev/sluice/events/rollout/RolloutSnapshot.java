package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A rollout as people see it at one moment.
///
/// @param id which rollout
/// @param release what rolls out
/// @param counter the release's counter
/// @param state `waiting-for-policy`, `waiting-for-start`, `waiting-for-deltas`, `signing`,
///     `admitting`, `soaking`, `waiting-for-approval`, `paused`, `halted`, `completed`,
///     `superseded`
///     or `rolled-back`
/// @param reason why it is in this state; may be empty
/// @param at since when it is in this state
/// @param rings progress by ring, in the order of the rings
public record RolloutSnapshot(
    RolloutId id,
    ReleaseId release,
    long counter,
    String state,
    String reason,
    Instant at,
    List<RingProgress> rings) {
  private static final Pattern STATE = Pattern.compile("[a-z][a-z-]{0,31}");
  private static final Set<String> ENDED =
      Set.of("completed", "halted", "superseded", "rolled-back");

  /// Checks names, numbers and the number of rings.
  public RolloutSnapshot {
    rings = List.copyOf(rings);
    Fields.requireCounter(counter);
    Fields.require(isState(state), "not a state: " + state);
    Fields.requireText(reason);
    Fields.requireTime(at);
    Fields.require(rings.size() <= RingsDocument.MAX_RINGS, "too many rings: " + rings.size());
  }

  /// The same, in its state since the one before it if that has the same state.
  ///
  /// @param before an earlier one of the same rollout
  public RolloutSnapshot since(RolloutSnapshot before) {
    return before.state.equals(state)
        ? new RolloutSnapshot(id, release, counter, state, reason, before.at, rings)
        : this;
  }

  /// Whether a rollout of this state is over, unless somebody orders a retry of a halted one.
  public static boolean hasEnded(String state) {
    return ENDED.contains(state);
  }

  static boolean isState(String text) {
    return STATE.matcher(text).matches();
  }

  static String state(JsonObject json) throws MalformedJsonException {
    return Members.require(
        json, "state", "a state (lower-case words)", RolloutSnapshot::isState, state -> state);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("id", id.toString())
        .put("release", release.toString())
        .put("counter", counter)
        .put("state", state)
        .put("reason", reason)
        .put("at", at)
        .put("rings", JsonArray.of(rings.stream().map(RingProgress::toJson).toList()))
        .build();
  }

  static RolloutSnapshot fromJson(JsonObject json) throws MalformedJsonException {
    JsonArray rings = json.requireArray("rings");
    if (rings.size() > RingsDocument.MAX_RINGS) {
      throw json.malformed("rings", "at most " + RingsDocument.MAX_RINGS + " rings");
    }
    return new RolloutSnapshot(
        Fields.rollout(json, "id"),
        Members.requireRelease(json, "release"),
        Members.requireCounter(json, "counter"),
        state(json),
        Fields.text(json, "reason"),
        Fields.time(json, "at"),
        rings.decodeEach(RingProgress::fromJson));
  }
}
