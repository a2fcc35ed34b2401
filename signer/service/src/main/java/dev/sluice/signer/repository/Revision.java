package dev.sluice.signer.repository;

import dev.sluice.release.ProductName;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.metadata.Trustees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The next state of the repository, and the files that bring it about.
///
/// @param repository the state once the timestamp is written
/// @param files new files in the order in which to write them; nobody looks at them before the
///     timestamp names them
/// @param timestamp the file that makes them visible, to be written last
record Revision(Repository repository, List<MetadataFile> files, Envelope timestamp) {
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

  /// Copies the list.
  Revision {
    files = List.copyOf(files);
  }

  /// The first revision below a root: no targets, no products.
  ///
  /// @throws IOException if a key is missing
  static Revision first(Root root, Signing signing) throws IOException {
    Targets targets = signing.targets(Roles.TARGETS, 0, Map.of(), Delegations.NONE);
    Snapshot snapshot = signing.snapshot(0, targets, Map.of());
    Timestamp timestamp = signing.timestamp(0, snapshot);
    var repository = new Repository(root, targets, Map.of(), snapshot, timestamp);
    return of(repository, List.of(Roles.TARGETS, Roles.SNAPSHOT), signing);
  }

  /// Applies changes to a repository.
  ///
  /// @throws IOException if a key is missing
  static Revision of(Repository before, Changes changes, Signing signing) throws IOException {
    Delegations delegations = before.targets().delegations();
    Map<String, Targets> delegated = new LinkedHashMap<>(before.delegated());
    List<String> signed = new ArrayList<>();
    for (ProductName product : changes.products()) {
      delegations = ProductRoles.with(delegations, product, signing.keys());
    }
    Targets targets = before.targets();
    if (!changes.products().isEmpty() || changes.touches(Roles.TARGETS)) {
      targets = signing.targets(Roles.TARGETS, targets.version(), Map.of(), delegations);
      signed.add(Roles.TARGETS);
    }
    for (String role : namesOf(delegations)) {
      Targets old = before.delegated().get(role);
      if (old == null || changes.touches(role)) {
        Map<String, TargetFile> merged =
            new LinkedHashMap<>(old == null ? Map.of() : old.targets());
        merged.putAll(changes.targetsOf(role));
        long previous = old == null ? 0 : old.version();
        delegated.put(role, signing.targets(role, previous, merged, Delegations.NONE));
        signed.add(role);
      }
    }
    Snapshot snapshot = before.snapshot();
    if (!signed.isEmpty() || changes.touches(Roles.SNAPSHOT)) {
      snapshot = signing.snapshot(snapshot.version(), targets, delegated);
      signed.add(Roles.SNAPSHOT);
    }
    Timestamp timestamp = signing.timestamp(before.timestamp().version(), snapshot);
    return of(
        new Repository(before.root(), targets, delegated, snapshot, timestamp), signed, signing);
  }

  private static Revision of(Repository repository, List<String> signed, Signing signing)
      throws IOException {
    Map<String, RoleMetadata> documents = repository.documents();
    List<MetadataFile> files = new ArrayList<>();
    for (String role : signed) {
      RoleMetadata document = documents.get(role);
      if (document == null) {
        throw new IllegalStateException("no document of role " + role);
      }
      Trustees trustees = repository.trusteesOf(role);
      files.add(new MetadataFile(role, document.version(), signing.sign(role, document, trustees)));
    }
    Envelope timestamp =
        signing.sign(
            Roles.TIMESTAMP, repository.timestamp(), repository.root().trusteesOf(Roles.TIMESTAMP));
    return new Revision(repository, files, timestamp);
  }

  private static List<String> namesOf(Delegations delegations) {
    return delegations.roles().stream().map(role -> role.name()).toList();
  }
}
