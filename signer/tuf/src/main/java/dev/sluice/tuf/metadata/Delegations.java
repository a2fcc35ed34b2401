package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.key.PublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The roles to which a targets role hands some of its paths, in order of precedence.
///
/// @param keys keys by id
/// @param roles delegated roles, the first that matches a path first; names are unique
/// @param unrecognized members that we do not know
public record Delegations(
    Map<String, PublicKey> keys, List<DelegatedRole> roles, JsonObject unrecognized) {
  /// No delegations at all; not even the member is there.
  public static final Delegations NONE = new Delegations(Map.of(), List.of(), JsonObject.empty());

  private static final Set<String> KNOWN = Set.of("keys", "roles", "succinct_roles");

  /// Copies both and checks that the names are unique.
  public Delegations {
    keys = Keys.copy(keys);
    roles = List.copyOf(roles);
    if (!isUnique(roles)) {
      throw new IllegalArgumentException("a role must not be delegated to twice");
    }
  }

  static Delegations decode(JsonObject json) throws MalformedJsonException {
    if (json.has("roles") == json.has("succinct_roles")) {
      throw json.malformed("roles", "either these or succinct_roles");
    }
    List<DelegatedRole> roles =
        json.has("roles")
            ? json.requireArray("roles").decodeEach(DelegatedRole::decode)
            : List.of(DelegatedRole.decodeSuccinct(json.requireObject("succinct_roles")));
    if (!isUnique(roles)) {
      throw json.malformed("roles", "each role once");
    }
    return new Delegations(Keys.decode(json.requireObject("keys")), roles, json.without(KNOWN));
  }

  JsonObject toJson() {
    var json = JsonObject.builder().put("keys", Keys.toJson(keys));
    if (roles.size() == 1 && roles.getFirst().paths() instanceof PathSelection.SuccinctBins) {
      json.put("succinct_roles", roles.getFirst().toJson());
    } else {
      json.put("roles", roles.stream().map(DelegatedRole::toJson).collect(JsonArray.collector()));
    }
    return json.putAll(unrecognized).build();
  }

  /// Who signs for a delegated role.
  public Trustees trusteesOf(DelegatedRole role) {
    return new Trustees(role.keys(), keys);
  }

  private static boolean isUnique(List<DelegatedRole> roles) {
    Set<String> names = new HashSet<>();
    return roles.stream().allMatch(role -> names.add(role.name()));
  }
}
