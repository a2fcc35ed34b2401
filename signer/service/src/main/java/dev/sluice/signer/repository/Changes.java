package dev.sluice.signer.repository;

import dev.sluice.release.ProductName;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a revision is to change: targets to vouch for, products to take in, roles to sign afresh.
public final class Changes {
  private final Set<ProductName> products = new LinkedHashSet<>();
  private final Map<String, Map<String, TargetFile>> targets = new LinkedHashMap<>();
  private final Set<String> renewals = new LinkedHashSet<>();

  /// Takes in a product that has no roles yet.
  public void addProduct(ProductName product) {
    products.add(product);
  }

  /// Has a role vouch for a target from now on.
  public void put(String role, TargetFile target) {
    targets.computeIfAbsent(role, _ -> new LinkedHashMap<>()).put(target.path(), target);
  }

  /// Has a role sign again what it says.
  public void renew(String role) {
    renewals.add(role);
  }

  /// The target that a role is to vouch for under a path, if this is among the changes.
  public Optional<TargetFile> findTarget(String role, String path) {
    return Optional.ofNullable(targets.get(role)).map(byPath -> byPath.get(path));
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return products.isEmpty() && targets.isEmpty() && renewals.isEmpty();
  }

  Set<ProductName> products() {
    return products;
  }

  Map<String, TargetFile> targetsOf(String role) {
    return targets.getOrDefault(role, Map.of());
  }

  boolean touches(String role) {
    return targets.containsKey(role) || renewals.contains(role);
  }
}
