package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A rollout changed its state: an entry of the audit log.
///
/// @param snapshot the rollout after the change
/// @param change what happened, for people
/// @param cause why, and who ordered it; empty for what the notifier did by itself
/// @param by whose order led to it; empty for what the notifier did by itself
public record RolloutChanged(RolloutSnapshot snapshot, String change, String cause, String by)
    implements RolloutRecord {
  /// The CloudEvents type.
  public static final String TYPE = "rollout.changed";

  /// Checks the texts.
  public RolloutChanged {
    Fields.requireText(change);
    Fields.requireText(cause);
    Fields.requireText(by);
  }

  /// A change that no order led to.
  public RolloutChanged(RolloutSnapshot snapshot, String change, String cause) {
    this(snapshot, change, cause, "");
  }

  /// The same change, led to by somebody's order.
  public RolloutChanged orderedBy(String who) {
    return new RolloutChanged(snapshot, change, cause, who);
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
    return by.isEmpty() ? data.build() : data.put("by", by).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RolloutChanged fromData(JsonObject data) throws MalformedJsonException {
    return new RolloutChanged(
        RolloutSnapshot.fromJson(data.requireObject("snapshot")),
        Fields.text(data, "change"),
        data.has("cause") ? Fields.text(data, "cause") : "",
        data.has("by") ? Fields.text(data, "by") : "");
  }
}
