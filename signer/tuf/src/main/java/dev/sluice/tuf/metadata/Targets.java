package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Vouches for targets, and delegates paths to other roles (TUF 1.0.34 section 4.5).
///
/// The top-level targets role and every delegated role have this form.
///
/// @param header version, expiry and specification
/// @param targets targets by path
/// @param delegations [Delegations#NONE] if there are none
/// @param unrecognized members that we do not know
public record Targets(
    Header header,
    Map<String, TargetFile> targets,
    Delegations delegations,
    JsonObject unrecognized)
    implements RoleMetadata {
  private static final Set<String> OWN = Set.of("targets", "delegations");

  /// Copies the map and checks that each target stands under its own path.
  public Targets {
    targets = Keys.copy(targets);
    targets.forEach(
        (path, target) -> {
          if (!target.path().equals(path)) {
            throw new IllegalArgumentException(target.path() + " must not stand under " + path);
          }
        });
  }

  /// Reads a targets document, top-level or delegated.
  ///
  /// @throws MalformedJsonException if it is none
  public static Targets decode(JsonObject signed) throws MalformedJsonException {
    Header header = Header.decode(signed, Roles.TARGETS);
    JsonObject targetsJson = signed.requireObject("targets");
    Map<String, TargetFile> targets = new LinkedHashMap<>();
    for (String path : targetsJson.names()) {
      targets.put(path, TargetFile.decode(path, targetsJson.requireObject(path)));
    }
    Optional<JsonObject> delegationsJson = signed.findObject("delegations");
    Delegations delegations =
        delegationsJson.isPresent() ? Delegations.decode(delegationsJson.get()) : Delegations.NONE;
    // A member that says "none" in so many words must come back when the document is encoded again.
    Set<String> own = delegations.equals(Delegations.NONE) ? Set.of("targets") : OWN;
    return new Targets(header, targets, delegations, signed.without(Header.KNOWN).without(own));
  }

  @Override
  public JsonObject toJson() {
    var targetsJson = JsonObject.builder();
    targets.forEach((path, target) -> targetsJson.put(path, target.toJson()));
    var json = header.toJson(Roles.TARGETS).put("targets", targetsJson.build());
    if (!delegations.equals(Delegations.NONE)) {
      json.put("delegations", delegations.toJson());
    }
    return json.putAll(unrecognized).build();
  }

  /// The target of a path, if this very document vouches for it.
  public Optional<TargetFile> find(String path) {
    return Optional.ofNullable(targets.get(path));
  }
}
