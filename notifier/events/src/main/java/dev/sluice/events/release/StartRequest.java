package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// How whoever publishes a release wants its rollout to start.
public enum StartRequest {
  /// As the product's policy says.
  AS_POLICY,
  /// When a person orders it, whatever the policy says.
  MANUAL;

  /// Reads it from an event's data; absent in events of older senders, who knew only the policy.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static StartRequest fromData(JsonObject data) throws MalformedJsonException {
    return data.has("start") ? Fields.constant(data, "start", StartRequest.class) : AS_POLICY;
  }
}
