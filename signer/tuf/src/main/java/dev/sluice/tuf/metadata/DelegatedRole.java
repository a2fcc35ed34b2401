package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;
import java.util.Set;

/// One delegation: who may vouch for which paths.
///
/// @param name name of the role; for succinct bins the prefix of their names
/// @param keys who signs
/// @param terminating whether the search ends here for a path that matches, found or not
/// @param paths which paths are handed over
/// @param unrecognized members that we do not know
public record DelegatedRole(
    String name, RoleKeys keys, boolean terminating, PathSelection paths, JsonObject unrecognized) {
  private static final Set<String> KNOWN =
      Set.of("name", "keyids", "threshold", "terminating", "paths", "path_hash_prefixes");
  private static final Set<String> KNOWN_SUCCINCT =
      Set.of("keyids", "threshold", "bit_length", "name_prefix");

  /// Checks that the name is not that of a top-level role.
  public DelegatedRole {
    if (Roles.TOP_LEVEL.contains(name)) {
      throw new IllegalArgumentException("nobody may delegate to " + name);
    }
  }

  /// The role that may vouch for `targetPath` under this delegation: usually [#name()], for
  /// succinct bins the bin of the path; empty if the path is not handed over.
  public Optional<String> findRoleFor(String targetPath) {
    return switch (paths) {
      case PathSelection.Patterns patterns ->
          patterns.matches(targetPath) ? Optional.of(name) : Optional.empty();
      case PathSelection.HashPrefixes prefixes ->
          prefixes.matches(targetPath) ? Optional.of(name) : Optional.empty();
      case PathSelection.SuccinctBins bins -> Optional.of(name + "-" + bins.binOf(targetPath));
    };
  }

  static DelegatedRole decode(JsonObject json) throws MalformedJsonException {
    String name = json.requireString("name");
    if (Roles.TOP_LEVEL.contains(name)) {
      throw json.malformed("name", "no top-level role");
    }
    if (json.has("paths") == json.has("path_hash_prefixes")) {
      throw json.malformed("paths", "either these or path_hash_prefixes");
    }
    PathSelection paths =
        json.has("paths")
            ? new PathSelection.Patterns(json.requireArray("paths").strings())
            : new PathSelection.HashPrefixes(json.requireArray("path_hash_prefixes").strings());
    return new DelegatedRole(
        name,
        RoleKeys.decode(json),
        json.requireBoolean("terminating"),
        paths,
        json.without(KNOWN));
  }

  /// A succinct delegation covers every path, and so ends the search (TUF 1.0.34 section 4.5).
  static DelegatedRole decodeSuccinct(JsonObject json) throws MalformedJsonException {
    long bits = json.requireLong("bit_length", 1, PathSelection.SuccinctBins.MAX_BITS);
    String prefix = json.requireString("name_prefix");
    if (Roles.TOP_LEVEL.contains(prefix)) {
      throw json.malformed("name_prefix", "no top-level role");
    }
    return new DelegatedRole(
        prefix,
        RoleKeys.decode(json),
        true,
        new PathSelection.SuccinctBins((int) bits),
        json.without(KNOWN_SUCCINCT));
  }

  JsonObject toJson() {
    var json = JsonObject.builder();
    switch (paths) {
      case PathSelection.Patterns patterns ->
          json.put("name", name).put("terminating", terminating).put("paths", patterns.toJson());
      case PathSelection.HashPrefixes prefixes ->
          json.put("name", name)
              .put("terminating", terminating)
              .put("path_hash_prefixes", prefixes.toJson());
      case PathSelection.SuccinctBins(var bits) ->
          json.put("name_prefix", name).put("bit_length", bits);
    }
    return json.putAll(keys.toJson()).putAll(unrecognized).build();
  }
}
