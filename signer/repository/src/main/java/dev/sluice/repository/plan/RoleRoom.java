package dev.sluice.repository.plan;

import dev.sluice.release.ProductName;
import dev.sluice.repository.role.ProductRoles;
import dev.sluice.repository.role.RoleSizes;
import dev.sluice.repository.state.Repository;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much the documents of a repository can still take, while a plan grows.
final class RoleRoom {
  /// Three delegations with their keys, in the top-level targets.
  private static final int PRODUCT_BYTES = 2_500;

  /// One line of the snapshot without the role's name.
  private static final int LINE_BYTES = 64;

  private final Repository before;
  private final Map<String, Long> bytes = new HashMap<>();

  RoleRoom(Repository before) {
    this.before = before;
  }

  /// Takes the room that more targets need.
  ///
  /// @return why not, in one line, if a document would become too long
  Optional<String> take(ProductName product, String role, Collection<TargetFile> more) {
    Map<String, Long> needed = new HashMap<>();
    needed.put(role, more.stream().mapToLong(RoleSizes::bytesOf).sum());
    if (!before.hasRole(role) && !bytes.containsKey(role)) {
      needed.put(Roles.TARGETS, (long) PRODUCT_BYTES);
      List<String> roles = ProductRoles.allOf(product);
      needed.put(
          Roles.SNAPSHOT, roles.stream().mapToLong(name -> name.length() + LINE_BYTES).sum());
    }
    for (Map.Entry<String, Long> entry : needed.entrySet()) {
      long after = bytesOf(entry.getKey()) + entry.getValue();
      if (after > RoleSizes.fullBytes(entry.getKey())) {
        return Optional.of(
            "role %s: expected at most %d bytes, as clients refuse more than %d, got %d; withdraw releases that nothing runs (sluice release withdraw)"
                .formatted(
                    entry.getKey(),
                    RoleSizes.fullBytes(entry.getKey()),
                    RoleSizes.limitBytes(entry.getKey()),
                    after));
      }
    }
    needed.forEach((name, added) -> bytes.merge(name, added, Long::sum));
    return Optional.empty();
  }

  private long bytesOf(String role) {
    return bytes.computeIfAbsent(
        role,
        name -> {
          RoleMetadata document = before.documents().get(name);
          return document == null ? 0 : RoleSizes.bytesOf(document);
        });
  }
}
