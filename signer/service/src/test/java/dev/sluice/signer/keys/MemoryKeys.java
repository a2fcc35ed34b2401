package dev.sluice.signer.keys;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Keys in memory, as many for a role as a directory has.
public final class MemoryKeys implements KeyRing {
  private final Map<String, List<SigningKey>> keys = new HashMap<>();

  @Override
  public List<SigningKey> find(String role) {
    return keys.getOrDefault(role, List.of());
  }

  @Override
  public List<SigningKey> create(String role) {
    int count = role.startsWith("product.") ? 2 : 1;
    keys.put(
        role,
        IntStream.range(0, count).mapToObj(_ -> SigningKey.generate(new SecureRandom())).toList());
    return find(role);
  }

  /// Loses the keys of a role.
  public void lose(String role) {
    keys.remove(role);
  }
}
