package dev.sluice.simulation.stamp;

import dev.sluice.repository.RoleSigner;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeKey;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keys that follow from the names of their roles: two for a product, which must both sign, and one
/// for any other role. They outlive the process that signs with them.
final class KeysInMemory implements RoleSigner {
  private final Map<String, List<FakeKey>> keys = new HashMap<>();

  @Override
  public List<PublicKey> keysOf(String role) {
    return keys.getOrDefault(role, List.of()).stream().map(FakeKey::publicKey).toList();
  }

  @Override
  public List<PublicKey> ensureKeys(String role) {
    keys.putIfAbsent(
        role,
        role.startsWith("product.")
            ? List.of(FakeKey.of(role + ".build"), FakeKey.of(role + ".approver"))
            : List.of(FakeKey.of(role)));
    return keysOf(role);
  }

  @Override
  public List<Signature> sign(String role, Set<Digest> wanted, byte[] message) {
    return keys.getOrDefault(role, List.of()).stream()
        .filter(key -> wanted.contains(key.publicKey().findMaterial().orElseThrow()))
        .map(key -> Signature.of(key.id(), key.sign(message)))
        .toList();
  }
}
