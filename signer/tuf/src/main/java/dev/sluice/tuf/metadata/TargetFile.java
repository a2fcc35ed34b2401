package dev.sluice.tuf.metadata;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// A target: a path, and the file that stands under it (TUF 1.0.34 section 4.5).
///
/// @param path target path, segments separated by `/`
/// @param lengthBytes length of the file; 0 or more
/// @param sha256 digest of the file
/// @param custom what the repository adds for its own clients; empty if nothing
/// @param unrecognized members that we do not know, also digests of other algorithms
public record TargetFile(
    String path, long lengthBytes, Digest sha256, JsonObject custom, JsonObject unrecognized) {
  private static final Set<String> KNOWN = Set.of("length", "hashes", "custom");
  private static final Set<String> SHA256 = Set.of("sha256");

  /// Checks path and length.
  public TargetFile {
    if (path.isEmpty() || lengthBytes < 0) {
      throw new IllegalArgumentException("path \"" + path + "\", length " + lengthBytes);
    }
  }

  /// A target with members that we know.
  public TargetFile(String path, long lengthBytes, Digest sha256, JsonObject custom) {
    this(path, lengthBytes, sha256, custom, JsonObject.empty());
  }

  /// Reads the entry of a path in targets metadata.
  ///
  /// @throws MalformedJsonException if length or SHA-256 are absent or wrong
  public static TargetFile decode(String path, JsonObject json) throws MalformedJsonException {
    if (path.isEmpty()) {
      throw new MalformedJsonException(json.path(), "a target path", "an empty name");
    }
    JsonObject custom = json.findObject("custom").orElse(JsonObject.empty());
    JsonObject hashes = json.requireObject("hashes");
    var rest = JsonObject.builder().putAll(json.without(KNOWN));
    if (json.has("custom") && custom.isEmpty()) {
      rest.put("custom", custom);
    }
    if (hashes.members().size() > 1) {
      rest.put("hashes", hashes.without(SHA256));
    }
    return new TargetFile(
        path,
        json.requireLong("length", 0, Long.MAX_VALUE),
        hashes.requireDigest("sha256"),
        custom,
        rest.build());
  }

  /// The entry of the path in targets metadata; the path itself is the entry's name.
  public JsonObject toJson() {
    var hashes = JsonObject.builder().put("sha256", sha256);
    if (unrecognized.find("hashes").orElse(JsonObject.empty()) instanceof JsonObject others) {
      hashes.putAll(others);
    }
    var json = JsonObject.builder().put("length", lengthBytes).put("hashes", hashes.build());
    if (!custom.isEmpty()) {
      json.put("custom", custom);
    }
    return json.putAll(unrecognized.without(Set.of("hashes"))).build();
  }
}
