package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which keys sign for a role, and how many of them must.
///
/// @param keyIds ids of keys in the same document, each once, in order
/// @param threshold how many different keys must sign; at least 1
public record RoleKeys(List<String> keyIds, long threshold) {
  static final Set<String> KNOWN = Set.of("keyids", "threshold");

  /// Copies the list and checks the threshold and that no id stands twice.
  public RoleKeys {
    keyIds = List.copyOf(keyIds);
    if (threshold < 1 || new LinkedHashSet<>(keyIds).size() != keyIds.size()) {
      throw new IllegalArgumentException("threshold " + threshold + " of " + keyIds);
    }
  }

  static RoleKeys decode(JsonObject json) throws MalformedJsonException {
    List<String> keyIds = json.requireArray("keyids").strings();
    if (new LinkedHashSet<>(keyIds).size() != keyIds.size()) {
      throw json.malformed("keyids", "each key id once");
    }
    return new RoleKeys(keyIds, json.requireLong("threshold", 1, Integer.MAX_VALUE));
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("keyids", JsonArray.ofStrings(keyIds))
        .put("threshold", threshold)
        .build();
  }
}
