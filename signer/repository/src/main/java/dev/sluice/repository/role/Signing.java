package dev.sluice.repository.role;

import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.RoleSigner;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.Header;
import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Signature;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.metadata.Trustees;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes and signs the documents of one revision.
///
/// @param signer signs for all roles that change
/// @param lifetimes how long the documents live
/// @param now the moment of signing
/// @param firstVersions for roles of which later versions are taken already, the first that is free
public record Signing(
    RoleSigner signer, Lifetimes lifetimes, Instant now, Map<String, Long> firstVersions) {

  /// The next document of a targets role.
  ///
  /// @param previous the version that it follows; 0 if it is the first
  public Targets targets(
      String role,
      long previous,
      Map<String, TargetFile> targets,
      Delegations delegations,
      JsonObject members) {
    // In the order of paths, so that the same targets give the same file.
    return new Targets(header(role, previous), new TreeMap<>(targets), delegations, members);
  }

  /// The next snapshot, of these documents.
  public Snapshot snapshot(long previous, Targets targets, Map<String, Targets> delegated) {
    Map<String, MetaFile> meta = new TreeMap<>();
    meta.put(Roles.TARGETS, MetaFile.ofVersion(targets.version()));
    delegated.forEach((role, document) -> meta.put(role, MetaFile.ofVersion(document.version())));
    return new Snapshot(header(Roles.SNAPSHOT, previous), meta, JsonObject.empty());
  }

  /// The next timestamp, which covers a snapshot.
  public Timestamp timestamp(long previous, Snapshot snapshot) {
    return Timestamp.signedAt(
        now, header(Roles.TIMESTAMP, previous), MetaFile.ofVersion(snapshot.version()));
  }

  /// The version and expiry of the next document of a role.
  public Header header(String role, long previous) {
    long version = Math.max(previous + 1, firstVersions.getOrDefault(role, 1L));
    return Header.of(version, now.plus(lifetimes.of(role)));
  }

  /// Signs with the keys that we have of the role.
  ///
  /// @param trustees who must accept the signatures: one, or before and after a change of keys both
  /// @throws RepositoryException if one of them would not, since keys are missing or are others
  /// @throws IOException if a key cannot be used
  public Envelope sign(String role, RoleMetadata document, List<Trustees> trustees)
      throws IOException {
    byte[] message = Envelope.signedBytes(document);
    // A key that waits to follow another one says nothing before it is named.
    Set<Digest> named = new HashSet<>();
    trustees.forEach(some -> named.addAll(some.materials()));
    List<Signature> signatures = signer.sign(role, named, message);
    var envelope = Envelope.of(document, signatures);
    for (Trustees some : trustees) {
      if (!some.isSatisfiedBy(envelope)) {
        throw new RepositoryException(
            "role %s: expected %d of the keys that the repository names for it, got %d"
                .formatted(role, some.role().threshold(), some.countSignatures(envelope)));
      }
    }
    return envelope;
  }
}
