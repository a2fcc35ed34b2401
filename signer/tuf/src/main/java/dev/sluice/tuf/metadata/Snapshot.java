package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says which versions of all targets roles belong together (TUF 1.0.34 section 4.4).
///
/// @param header version, expiry and specification
/// @param meta files by role name
/// @param unrecognized members that we do not know
public record Snapshot(Header header, Map<String, MetaFile> meta, JsonObject unrecognized)
    implements RoleMetadata {
  private static final String SUFFIX = ".json";
  private static final Set<String> OWN = Set.of("meta");

  /// Copies the map.
  public Snapshot {
    meta = Keys.copy(meta);
  }

  /// Reads a snapshot document.
  ///
  /// @throws MalformedJsonException if it is none
  public static Snapshot decode(JsonObject signed) throws MalformedJsonException {
    Header header = Header.decode(signed, Roles.SNAPSHOT);
    JsonObject metaJson = signed.requireObject("meta");
    Map<String, MetaFile> meta = new LinkedHashMap<>();
    for (String file : metaJson.names()) {
      if (!file.endsWith(SUFFIX)) {
        throw metaJson.malformed(file, "a name that ends in " + SUFFIX);
      }
      String role = file.substring(0, file.length() - SUFFIX.length());
      meta.put(role, MetaFile.decode(metaJson.requireObject(file)));
    }
    return new Snapshot(header, meta, signed.without(Header.KNOWN).without(OWN));
  }

  @Override
  public JsonObject toJson() {
    var metaJson = JsonObject.builder();
    meta.forEach((role, file) -> metaJson.put(role + SUFFIX, file.toJson()));
    return header.toJson(Roles.SNAPSHOT).put("meta", metaJson.build()).putAll(unrecognized).build();
  }

  /// The file of a targets role, empty if the snapshot does not list the role.
  public Optional<MetaFile> find(String role) {
    return Optional.ofNullable(meta.get(role));
  }
}
