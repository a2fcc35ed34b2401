package dev.sluice.tuf.metadata;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What timestamp and snapshot say of another metadata file (TUF 1.0.34 section 4.4).
///
/// @param version the version that the file must have; at least 1
/// @param rest the other members: perhaps `length` and `hashes`, perhaps ones that we do not know
public record MetaFile(long version, JsonObject rest) {
  private static final Set<String> KNOWN = Set.of("version");

  /// Checks all members.
  public MetaFile {
    try {
      OptionalLong length = rest.findLong("length");
      if (version < 1 || (length.isPresent() && length.getAsLong() < 1)) {
        throw new IllegalArgumentException("version " + version + ", length " + length);
      }
      var _ = Hashes.find(rest);
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A file of which only the version is said, as Sluice does.
  public static MetaFile ofVersion(long version) {
    return new MetaFile(version, JsonObject.empty());
  }

  /// The length that the file must have, in bytes, if it is said.
  public OptionalLong findLengthBytes() {
    try {
      return rest.findLong("length");
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("checked when made", e);
    }
  }

  /// The digest that the file must have, if it is said.
  public Optional<Digest> findSha256() {
    try {
      return Hashes.find(rest);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("checked when made", e);
    }
  }

  static MetaFile decode(JsonObject json) throws MalformedJsonException {
    long version = json.requireLong("version", 1, Long.MAX_VALUE);
    if (json.has("length")) {
      var _ = json.requireLong("length", 1, Long.MAX_VALUE);
    }
    var _ = Hashes.find(json);
    return new MetaFile(version, json.without(KNOWN));
  }

  JsonObject toJson() {
    return JsonObject.builder().put("version", version).putAll(rest).build();
  }
}
