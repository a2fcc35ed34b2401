package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A rollout changed its state, or what is known of it: an entry of the audit log.
///
/// @param snapshot the rollout after the change
/// @param change what happened, for people
/// @param cause why, and who ordered it; empty for what the notifier did by itself
/// @param by whose order led to it; empty for what the notifier did by itself
/// @param former the state before the change; empty if it was the first, or an earlier version
///     wrote it
public record RolloutChanged(
    RolloutSnapshot snapshot, String change, String cause, String by, String former)
    implements RolloutRecord {
  /// The CloudEvents type.
  public static final String TYPE = "rollout.changed";

  /// Checks the texts.
  public RolloutChanged {
    Fields.requireText(change);
    Fields.requireText(cause);
    Fields.requireText(by);
    Fields.requireText(former);
  }

  /// A change that no order led to, the first of its rollout.
  public RolloutChanged(RolloutSnapshot snapshot, String change, String cause) {
    this(snapshot, change, cause, "", "");
  }

  /// The same change, led to by somebody's order.
  public RolloutChanged orderedBy(String who) {
    return new RolloutChanged(snapshot, change, cause, who, former);
  }

  /// The same change after another of its rollout.
  public RolloutChanged after(RolloutChanged before) {
    return new RolloutChanged(
        snapshot.since(before.snapshot), change, cause, by, before.snapshot.state());
  }

  /// Whether the rollout was in another state before.
  public boolean hasNewState() {
    return !former.equals(snapshot.state());
  }

  @Override
  public String key() {
    return snapshot.id().toString();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var data =
        JsonObject.builder()
            .put("snapshot", snapshot.toJson())
            .put("change", change)
            .put("cause", cause);
    if (!by.isEmpty()) {
      data.put("by", by);
    }
    if (!former.isEmpty()) {
      data.put("former", former);
    }
    return data.build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RolloutChanged fromData(JsonObject data) throws MalformedJsonException {
    return new RolloutChanged(
        RolloutSnapshot.fromJson(data.requireObject("snapshot")),
        Fields.text(data, "change"),
        data.has("cause") ? Fields.text(data, "cause") : "",
        data.has("by") ? Fields.text(data, "by") : "",
        data.has("former") ? Fields.text(data, "former") : "");
  }
}
