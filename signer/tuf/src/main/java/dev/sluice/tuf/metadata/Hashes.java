package dev.sluice.tuf.metadata;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;

/// The `hashes` member: digests by algorithm, of which we use SHA-256 only.
final class Hashes {
  private Hashes() {}

  /// Empty if there is no such member; one without SHA-256 is of no use and refused.
  static Optional<Digest> find(JsonObject json) throws MalformedJsonException {
    Optional<JsonObject> hashes = json.findObject("hashes");
    return hashes.isEmpty() ? Optional.empty() : Optional.of(hashes.get().requireDigest("sha256"));
  }
}
