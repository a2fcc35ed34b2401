package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.key.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Says which keys the top-level roles have (TUF 1.0.34 section 4.3).
///
/// @param header version, expiry and specification
/// @param consistentSnapshot whether file names carry versions and digests
/// @param keys keys by id
/// @param roles keys and thresholds by role; all of [Roles#TOP_LEVEL], and perhaps more
/// @param unrecognized members that we do not know
public record Root(
    Header header,
    boolean consistentSnapshot,
    Map<String, PublicKey> keys,
    Map<String, RoleKeys> roles,
    JsonObject unrecognized)
    implements RoleMetadata {
  private static final Set<String> OWN = Set.of("consistent_snapshot", "keys", "roles");

  /// Copies the maps and checks that every top-level role is there.
  public Root {
    keys = Keys.copy(keys);
    roles = Keys.copy(roles);
    if (!roles.keySet().containsAll(Roles.TOP_LEVEL)) {
      throw new IllegalArgumentException("root must have all of " + Roles.TOP_LEVEL);
    }
  }

  /// Reads a root document.
  ///
  /// @throws MalformedJsonException if it is none
  public static Root decode(JsonObject signed) throws MalformedJsonException {
    Header header = Header.decode(signed, Roles.ROOT);
    JsonObject rolesJson = signed.requireObject("roles");
    Map<String, RoleKeys> roles = new LinkedHashMap<>();
    for (String role : rolesJson.names()) {
      JsonObject roleJson = rolesJson.requireObject(role);
      roleJson.rejectUnknown(RoleKeys.KNOWN);
      roles.put(role, RoleKeys.decode(roleJson));
    }
    if (!roles.keySet().containsAll(Roles.TOP_LEVEL)) {
      throw signed.malformed("roles", "all of " + Roles.TOP_LEVEL);
    }
    return new Root(
        header,
        signed.requireBoolean("consistent_snapshot"),
        Keys.decode(signed.requireObject("keys")),
        roles,
        signed.without(Header.KNOWN).without(OWN));
  }

  @Override
  public JsonObject toJson() {
    var rolesJson = JsonObject.builder();
    roles.forEach((role, roleKeys) -> rolesJson.put(role, roleKeys.toJson()));
    return header
        .toJson(Roles.ROOT)
        .put("consistent_snapshot", consistentSnapshot)
        .put("keys", Keys.toJson(keys))
        .put("roles", rolesJson.build())
        .putAll(unrecognized)
        .build();
  }

  /// Who signs for a top-level role.
  ///
  /// @param role one of [Roles#TOP_LEVEL]
  public Trustees trusteesOf(String role) {
    RoleKeys roleKeys = roles.get(role);
    if (roleKeys == null) {
      throw new IllegalArgumentException("root names no role " + role);
    }
    return new Trustees(roleKeys, keys);
  }
}
