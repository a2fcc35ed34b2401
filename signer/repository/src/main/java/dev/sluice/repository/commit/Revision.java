package dev.sluice.repository.commit;

import dev.sluice.release.ProductName;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.role.ProductRoles;
import dev.sluice.repository.role.Signing;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.Withdrawals;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.metadata.Trustees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The next state of the repository, and the files that bring it about.
///
/// Where keys of a top-level role change, its document is signed by the old and the new ones, and
/// the root that names the new ones is written last: clients that still have the old root and those
/// that have the new one accept what stands there, at every moment in between.
///
/// @param repository the state once all is written
/// @param files new files in the order in which to write them; nobody looks at them before the
///     timestamp names them
/// @param timestamp the file that makes them visible, to be written after them
/// @param roots the new root, to be written last; empty if the root stays
record Revision(
    Repository repository, List<MetadataFile> files, Envelope timestamp, List<MetadataFile> roots) {
  /// A new file that never changes.
  ///
  /// @param role whose it is
  /// @param version its version
  /// @param envelope its content
  record MetadataFile(String role, long version, Envelope envelope) {
    String path() {
      return MetadataPaths.role(role, version);
    }
  }

  /// Copies the lists.
  Revision {
    files = List.copyOf(files);
    roots = List.copyOf(roots);
  }

  /// The roles of which a document is new.
  Set<String> signedRoles() {
    Set<String> roles = new LinkedHashSet<>();
    files.forEach(file -> roles.add(file.role()));
    roots.forEach(file -> roles.add(file.role()));
    roles.add(Roles.TIMESTAMP);
    return roles;
  }

  /// The first revision below a root: no targets, no products.
  ///
  /// @throws IOException if a key is missing
  static Revision first(Root root, Signing signing) throws IOException {
    Targets targets =
        signing.targets(Roles.TARGETS, 0, Map.of(), Delegations.NONE, JsonObject.empty());
    Snapshot snapshot = signing.snapshot(0, targets, Map.of());
    Timestamp timestamp = signing.timestamp(0, snapshot);
    var repository = new Repository(root, targets, Map.of(), snapshot, timestamp);
    return of(root, repository, List.of(Roles.TARGETS, Roles.SNAPSHOT), signing);
  }

  /// Applies changes to a repository.
  ///
  /// @throws IOException if a key is missing
  static Revision of(Repository before, Changes changes, Signing signing) throws IOException {
    Root root = KeySuccession.root(before.root(), changes, signing);
    Delegations delegations = before.targets().delegations();
    Delegations named = KeySuccession.delegations(delegations, changes);
    for (ProductName product : changes.products()) {
      named = ProductRoles.with(named, product, signing.signer());
    }
    List<String> signed = new ArrayList<>();
    Targets targets = before.targets();
    if (!named.equals(delegations) || changes.touches(Roles.TARGETS)) {
      targets =
          signing.targets(
              Roles.TARGETS, targets.version(), Map.of(), named, targets.unrecognized());
      signed.add(Roles.TARGETS);
    }
    Map<String, Targets> delegated = delegated(before, changes, named, signing, signed);
    Snapshot snapshot = before.snapshot();
    if (!signed.isEmpty() || changes.touches(Roles.SNAPSHOT)) {
      snapshot = signing.snapshot(snapshot.version(), targets, delegated);
      signed.add(Roles.SNAPSHOT);
    }
    Timestamp timestamp = signing.timestamp(before.timestamp().version(), snapshot);
    var after = new Repository(root, targets, delegated, snapshot, timestamp);
    return of(before.root(), after, signed, signing);
  }

  private static Map<String, Targets> delegated(
      Repository before, Changes changes, Delegations named, Signing signing, List<String> signed) {
    Map<String, Targets> delegated = new LinkedHashMap<>(before.delegated());
    for (String role : namesOf(named)) {
      Targets old = before.delegated().get(role);
      if (old == null || changes.touches(role)) {
        JsonObject members = old == null ? JsonObject.empty() : old.unrecognized();
        delegated.put(
            role,
            signing.targets(
                role,
                old == null ? 0 : old.version(),
                changes.targetsOf(before, role),
                Delegations.NONE,
                Withdrawals.with(members, changes.withdrawnOf(role))));
        signed.add(role);
      }
    }
    return delegated;
  }

  private static Revision of(Root before, Repository after, List<String> signed, Signing signing)
      throws IOException {
    Map<String, RoleMetadata> documents = after.documents();
    List<MetadataFile> files = new ArrayList<>();
    for (String role : signed) {
      RoleMetadata document = documents.get(role);
      if (document == null) {
        throw new IllegalStateException("no document of role " + role);
      }
      Envelope envelope = signing.sign(role, document, trustees(before, after, role));
      files.add(new MetadataFile(role, document.version(), envelope));
    }
    Envelope timestamp =
        signing.sign(Roles.TIMESTAMP, after.timestamp(), trustees(before, after, Roles.TIMESTAMP));
    if (after.root().equals(before)) {
      return new Revision(after, files, timestamp, List.of());
    }
    Envelope root = signing.sign(Roles.ROOT, after.root(), trustees(before, after, Roles.ROOT));
    return new Revision(
        after,
        files,
        timestamp,
        List.of(new MetadataFile(Roles.ROOT, after.root().version(), root)));
  }

  /// Who must accept a role's new document: for a top-level role those who have the old root, too.
  private static List<Trustees> trustees(Root before, Repository after, String role) {
    return Roles.TOP_LEVEL.contains(role) && !after.root().equals(before)
        ? List.of(before.trusteesOf(role), after.root().trusteesOf(role))
        : List.of(after.trusteesOf(role));
  }

  private static List<String> namesOf(Delegations delegations) {
    return delegations.roles().stream().map(role -> role.name()).toList();
  }
}
