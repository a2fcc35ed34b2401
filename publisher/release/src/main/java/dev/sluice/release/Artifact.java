package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// An immutable file of a release, identified by its digest.
///
/// @param name its file name, unique within the release
/// @param digest SHA-256 of its bytes
/// @param lengthBytes 1 to what its installer takes, at most [#MAX_LENGTH_BYTES]; empty artifacts
///     do not exist
/// @param installer how a device puts it into place
public record Artifact(ArtifactName name, Digest digest, long lengthBytes, Installer installer) {
  /// 1 TiB. Our choice: its slice list of 32 MiB still fits in memory, and S3 takes it in parts.
  public static final long MAX_LENGTH_BYTES = 1L << 40;

  private static final Set<String> MEMBERS = Set.of("name", "digest", "lengthBytes", "installer");

  /// Checks the length.
  public Artifact {
    if (lengthBytes < 1 || lengthBytes > installer.maxLengthBytes()) {
      throw new IllegalArgumentException(
          "artifact %s (%s): expected 1 to %d bytes, got %d"
              .formatted(name, installer.jsonName(), installer.maxLengthBytes(), lengthBytes));
    }
  }

  /// The TUF target path under which a device asks for this artifact of the release.
  public String path(ReleaseId release) {
    return Manifest.directory(release) + name;
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name.value())
        .put("digest", digest)
        .put("lengthBytes", lengthBytes)
        .put("installer", installer.jsonName())
        .build();
  }

  static Artifact fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    Installer installer =
        Installer.find(object.requireString("installer"))
            .orElseThrow(
                () ->
                    object.malformed("installer", "a known installer (" + Installer.names() + ")"));
    return new Artifact(
        Members.require(
            object, "name", ArtifactName.SYNTAX, ArtifactName::isValid, ArtifactName::new),
        object.requireDigest("digest"),
        object.requireLong("lengthBytes", 1, installer.maxLengthBytes()),
        installer);
  }
}
