package dev.sluice.release;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The two members with which every document of ours begins.
public final class Documents {
  private Documents() {}

  /// Checks `type` and `formatVersion` before anything else is read, so that a document of a later
  /// format is refused for its version and not for its first new member.
  ///
  /// @throws MalformedJsonException if one of them is absent or different
  public static void requireHead(JsonObject object, String type, long formatVersion)
      throws MalformedJsonException {
    if (!object.requireString("type").equals(type)) {
      throw object.malformed("type", "\"" + type + "\"");
    }
    if (object.requireLong("formatVersion") != formatVersion) {
      throw object.malformed("formatVersion", String.valueOf(formatVersion));
    }
  }
}
