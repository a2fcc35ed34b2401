package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.key.PublicKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The `keys` member of root metadata and of delegations.
final class Keys {
  private Keys() {}

  static Map<String, PublicKey> decode(JsonObject json) throws MalformedJsonException {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    for (String keyId : json.names()) {
      keys.put(keyId, PublicKey.decode(json.requireObject(keyId)));
    }
    return copy(keys);
  }

  /// An immutable copy in the same order.
  static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  static JsonObject toJson(Map<String, PublicKey> keys) {
    var json = JsonObject.builder();
    keys.forEach((keyId, key) -> json.put(keyId, key.toJson()));
    return json.build();
  }
}
