package dev.sluice.events.signing;

import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The TUF metadata that covers something: whoever sees at least these versions sees it.
///
/// @param timestamp version of timestamp, 1 or more
/// @param snapshot version of snapshot, 1 or more
public record MetadataVersions(long timestamp, long snapshot) {
  /// Checks that both are positive.
  public MetadataVersions {
    Fields.require(timestamp >= 1 && snapshot >= 1, "metadata versions must be positive");
  }

  /// The versions as JSON.
  public JsonObject toJson() {
    return JsonObject.builder().put("timestamp", timestamp).put("snapshot", snapshot).build();
  }

  /// Reads what [#toJson()] writes.
  ///
  /// @throws MalformedJsonException if one is absent or not positive
  public static MetadataVersions fromJson(JsonObject json) throws MalformedJsonException {
    return new MetadataVersions(
        Fields.sequence(json, "timestamp"), Fields.sequence(json, "snapshot"));
  }
}
