package dev.sluice.repository.change;

import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.repository.role.ProductRoles;
import dev.sluice.repository.state.Repository;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a revision is to change: targets to vouch for or no longer, products to take in, roles to
/// sign afresh or with other keys.
public final class Changes {
  private final Set<ProductName> products = new LinkedHashSet<>();
  private final Map<String, Map<String, TargetFile>> targets = new LinkedHashMap<>();
  private final Map<String, Set<String>> removed = new LinkedHashMap<>();
  private final Map<ReleaseId, Long> withdrawn = new LinkedHashMap<>();
  private final Set<String> renewals = new LinkedHashSet<>();
  private final Map<String, Map<Digest, PublicKey>> successors = new LinkedHashMap<>();

  /// No change yet.
  public Changes() {}

  /// Takes in a product that has no roles yet.
  public void addProduct(ProductName product) {
    products.add(product);
  }

  /// Has a role vouch for a target from now on.
  public void put(String role, TargetFile target) {
    removed.computeIfPresent(role, (_, paths) -> without(paths, target.path()));
    targets.computeIfAbsent(role, _ -> new LinkedHashMap<>()).put(target.path(), target);
  }

  /// Has a role vouch for a path no longer.
  public void remove(String role, String path) {
    targets.computeIfPresent(role, (_, byPath) -> without(byPath, path));
    removed.computeIfAbsent(role, _ -> new HashSet<>()).add(path);
  }

  private static Set<String> without(Set<String> paths, String path) {
    paths.remove(path);
    return paths;
  }

  private static Map<String, TargetFile> without(Map<String, TargetFile> byPath, String path) {
    byPath.remove(path);
    return byPath;
  }

  /// Has the product role remember that a release was withdrawn, so that a replayed event does not
  /// bring it back.
  public void withdraw(ReleaseId release, long counter) {
    withdrawn.put(release, counter);
    renewals.add(ProductRoles.product(release.product()));
  }

  /// Has a role sign again what it says.
  public void renew(String role) {
    renewals.add(role);
  }

  /// Gives a role other keys, and has it sign again with them.
  ///
  /// @param byPredecessor the key that follows, by the material of the one that it replaces
  public void rotate(String role, Map<Digest, PublicKey> byPredecessor) {
    successors.put(role, Map.copyOf(byPredecessor));
    renewals.add(role);
  }

  /// The target that a role vouches for under a path once these changes hold.
  public Optional<TargetFile> findTarget(Repository before, String role, String path) {
    if (removed.getOrDefault(role, Set.of()).contains(path)) {
      return Optional.empty();
    }
    TargetFile planned = targets.getOrDefault(role, Map.of()).get(path);
    return planned == null ? before.findTarget(role, path) : Optional.of(planned);
  }

  /// Everything that a role vouches for once these changes hold, by path.
  public Map<String, TargetFile> targetsOf(Repository before, String role) {
    Map<String, TargetFile> after = new LinkedHashMap<>(before.targetsOf(role));
    after.putAll(targets.getOrDefault(role, Map.of()));
    after.keySet().removeAll(removed.getOrDefault(role, Set.of()));
    return after;
  }

  /// The counter of a release that is withdrawn once these changes hold; empty if it is not.
  public OptionalLong findWithdrawn(Repository before, ReleaseId release) {
    Long planned = withdrawn.get(release);
    return planned == null ? before.findWithdrawn(release) : OptionalLong.of(planned);
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return products.isEmpty() && targets.isEmpty() && removed.isEmpty() && renewals.isEmpty();
  }

  /// The products that get roles.
  public Set<ProductName> products() {
    return products;
  }

  /// The withdrawn releases that a role is to remember, with their counters.
  public Map<ReleaseId, Long> withdrawnOf(String role) {
    Map<ReleaseId, Long> own = new LinkedHashMap<>();
    withdrawn.forEach(
        (release, counter) -> {
          if (ProductRoles.product(release.product()).equals(role)) {
            own.put(release, counter);
          }
        });
    return own;
  }

  /// The keys that are to sign for a role from now on; empty if it keeps its own.
  public Map<Digest, PublicKey> successorsOf(String role) {
    return successors.getOrDefault(role, Map.of());
  }

  /// Whether a role's document is signed anew.
  public boolean touches(String role) {
    return targets.containsKey(role) || removed.containsKey(role) || renewals.contains(role);
  }
}
