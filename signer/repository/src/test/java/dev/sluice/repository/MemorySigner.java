package dev.sluice.repository;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeKey;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Signs with keys in memory, two for a product role and one for any other.
public final class MemorySigner implements RoleSigner {
  private final String owner;
  private final Map<String, List<FakeKey>> keys = new HashMap<>();

  /// A signer without keys.
  ///
  /// @param owner whose keys they will be; another one has others
  public MemorySigner(String owner) {
    this.owner = owner;
  }

  @Override
  public List<PublicKey> keysOf(String role) {
    return keys.getOrDefault(role, List.of()).stream().map(FakeKey::publicKey).toList();
  }

  @Override
  public List<PublicKey> ensureKeys(String role) {
    int count = role.startsWith("product.") ? 2 : 1;
    var _ =
        keys.computeIfAbsent(
            role,
            _ ->
                IntStream.range(0, count)
                    .mapToObj(i -> FakeKey.of(owner + " " + role + " " + i))
                    .toList());
    return keysOf(role);
  }

  @Override
  public List<Signature> sign(String role, Set<Digest> wanted, byte[] message) {
    return keys.getOrDefault(role, List.of()).stream()
        .filter(key -> wanted.contains(key.publicKey().findMaterial().orElseThrow()))
        .map(key -> Signature.of(key.id(), key.sign(message)))
        .toList();
  }

  /// Loses the keys of a role.
  public void lose(String role) {
    keys.remove(role);
  }
}
