package dev.sluice.repository.state;

import dev.sluice.release.ReleaseId;
import dev.sluice.repository.role.ProductRoles;
import dev.sluice.tuf.metadata.DelegatedRole;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.metadata.Trustees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// All metadata of the repository at one moment, as its timestamp ties it together.
///
/// @param root the latest root
/// @param targets the top-level targets, which delegates only
/// @param delegated documents of the delegated roles by name
/// @param snapshot the snapshot of these versions
/// @param timestamp the timestamp of that snapshot
public record Repository(
    Root root,
    Targets targets,
    Map<String, Targets> delegated,
    Snapshot snapshot,
    Timestamp timestamp) {
  /// Copies the map.
  public Repository {
    delegated = Map.copyOf(delegated);
  }

  /// What a role vouches for under a path.
  public Optional<TargetFile> findTarget(String role, String path) {
    return Optional.ofNullable(delegated.get(role)).flatMap(document -> document.find(path));
  }

  /// Everything that a role vouches for, by path; empty if there is no such role.
  public Map<String, TargetFile> targetsOf(String role) {
    Targets document = delegated.get(role);
    return document == null ? Map.of() : document.targets();
  }

  /// The counter of a release that was withdrawn; empty if it was not.
  public OptionalLong findWithdrawn(ReleaseId release) {
    Targets document = delegated.get(ProductRoles.product(release.product()));
    return document == null ? OptionalLong.empty() : Withdrawals.find(document, release);
  }

  /// Whether a role is delegated to.
  public boolean hasRole(String role) {
    return targets.delegations().roles().stream().map(DelegatedRole::name).anyMatch(role::equals);
  }

  /// Who signs for a role.
  ///
  /// @throws IllegalArgumentException if nobody delegates to it
  public Trustees trusteesOf(String role) {
    if (Roles.TOP_LEVEL.contains(role)) {
      return root.trusteesOf(role);
    }
    return targets.delegations().roles().stream()
        .filter(delegation -> delegation.name().equals(role))
        .findFirst()
        .map(targets.delegations()::trusteesOf)
        .orElseThrow(() -> new IllegalArgumentException("nobody delegates to " + role));
  }

  /// The documents of all roles by name.
  public Map<String, RoleMetadata> documents() {
    Map<String, RoleMetadata> documents = new LinkedHashMap<>();
    documents.put(Roles.ROOT, root);
    documents.put(Roles.TARGETS, targets);
    documents.putAll(delegated);
    documents.put(Roles.SNAPSHOT, snapshot);
    documents.put(Roles.TIMESTAMP, timestamp);
    return documents;
  }
}
