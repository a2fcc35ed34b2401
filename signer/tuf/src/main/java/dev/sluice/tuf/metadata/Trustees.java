package dev.sluice.tuf.metadata;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The keys that may sign for a role, as the delegating document names them.
///
/// @param role which of the keys, and how many of them
/// @param keys keys of the delegating document by id
public record Trustees(RoleKeys role, Map<String, PublicKey> keys) {
  /// Copies the map.
  public Trustees {
    keys = Map.copyOf(keys);
  }

  /// How many different keys of the role signed. A key counts once by its material, under however
  /// many ids it stands.
  public int countSignatures(Envelope envelope) {
    byte[] message = envelope.signedBytes();
    Set<Digest> signers = new HashSet<>();
    for (Signature signature : envelope.signatures()) {
      PublicKey key = keys.get(signature.keyId());
      if (key != null
          && role.keyIds().contains(signature.keyId())
          && key.verify(message, signature.bytes())) {
        key.findMaterial().ifPresent(signers::add);
      }
    }
    return signers.size();
  }

  /// Whether enough different keys of the role signed.
  public boolean isSatisfiedBy(Envelope envelope) {
    return countSignatures(envelope) >= role.threshold();
  }

  /// The materials of the keys that can sign for the role.
  public Set<Digest> materials() {
    Set<Digest> materials = new HashSet<>();
    for (String keyId : role.keyIds()) {
      PublicKey key = keys.get(keyId);
      if (key != null) {
        key.findMaterial().ifPresent(materials::add);
      }
    }
    return Set.copyOf(materials);
  }
}
