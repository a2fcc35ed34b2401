package dev.sluice.signer.keys;

import dev.sluice.tuf.digest.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keys in memory, as many for a role as a directory has.
public final class MemoryKeys implements KeyRing {
  private final Map<String, List<SigningKey>> keys = new HashMap<>();
  private final Map<String, List<SigningKey>> next = new HashMap<>();

  @Override
  public List<SigningKey> find(String role) {
    return Stream.of(keys, next)
        .flatMap(some -> some.getOrDefault(role, List.of()).stream())
        .toList();
  }

  @Override
  public List<SigningKey> create(String role) {
    keys.put(role, generate(role));
    return find(role);
  }

  @Override
  public List<Succession> prepare(String role, Set<Digest> named) {
    List<SigningKey> current = keys.getOrDefault(role, List.of());
    List<SigningKey> waiting = next.computeIfAbsent(role, MemoryKeys::generate);
    List<Succession> successions = new ArrayList<>();
    for (int i = 0; i < current.size(); i++) {
      if (named.contains(current.get(i).material())) {
        successions.add(new Succession(current.get(i), waiting.get(i)));
      }
    }
    return successions;
  }

  @Override
  public void settle(String role, Set<Digest> named, OldKeys oldKeys) {
    List<SigningKey> waiting = next.getOrDefault(role, List.of());
    if (!waiting.isEmpty()
        && waiting.stream().map(SigningKey::material).allMatch(named::contains)) {
      keys.put(role, waiting);
      next.remove(role);
    }
  }

  @Override
  public Hold hold() {
    return () -> {};
  }

  /// Loses the keys of a role.
  public void lose(String role) {
    keys.remove(role);
  }

  private static List<SigningKey> generate(String role) {
    int count = role.startsWith("product.") ? 2 : 1;
    return IntStream.range(0, count)
        .mapToObj(_ -> SigningKey.generate(new SecureRandom()))
        .toList();
  }
}
