package dev.sluice.signer.repository;

import dev.sluice.signer.keys.KeyRing;
import dev.sluice.signer.keys.SigningKey;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.ObjectStore.Expected;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.RoleKeys;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens the repository in a store.
///
/// @param store where it stands
/// @param keys who signs
/// @param lifetimes how long documents live
/// @param clock tells the time
/// @param watch looks on
public record RepositoryOpening(
    ObjectStore store, KeyRing keys, Lifetimes lifetimes, InstantSource clock, SigningWatch watch) {
  /// Attempts against versions that an earlier crash has left behind.
  private static final int MAX_ATTEMPTS = 20;

  /// Opens the repository; an empty store gets a new one, with new keys where there are none.
  ///
  /// @throws IOException if the store cannot be reached, holds what its keys did not sign, or holds
  ///     a repository of other keys than ours
  public RepositoryWriter openOrFound() throws IOException {
    try (KeyRing.Hold _ = keys.hold()) {
      return openOrFoundLocked();
    }
  }

  /// Opens a repository that must be there already, whoever has its keys.
  ///
  /// @throws IOException if the store cannot be reached, holds no repository, or holds what its
  ///     keys did not sign
  public RepositoryWriter openExisting() throws IOException {
    var reader = new RepositoryReader(store);
    Optional<RepositoryReader.LatestRoot> root = reader.findRoot();
    if (root.isPresent()) {
      Optional<RepositoryReader.Loaded> loaded = reader.find(root.get().document());
      if (loaded.isPresent()) {
        return writer(root.get(), loaded.get());
      }
    }
    throw new IOException("metadata: expected a repository, got none; start the signer first");
  }

  private RepositoryWriter openOrFoundLocked() throws IOException {
    var reader = new RepositoryReader(store);
    if (reader.findRoot().isEmpty()) {
      watch.beforeSigning();
      // If another signer was faster, its root is the one that we find next.
      var _ = store.writeOnce(MetadataPaths.root(1), newRoot().encode());
    }
    RepositoryReader.LatestRoot root =
        reader
            .findRoot()
            .orElseThrow(
                () ->
                    new IOException(
                        MetadataPaths.root(1)
                            + ": expected the file that was just written, got none"));
    requireOwnKeys(root.document());
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Optional<RepositoryReader.Loaded> loaded = reader.find(root.document());
      if (loaded.isPresent()) {
        return writer(root, loaded.get());
      }
      watch.beforeSigning();
      writeFirst(root.document(), attempt);
    }
    throw new IOException(
        "metadata: expected a first revision after " + MAX_ATTEMPTS + " attempts, got none");
  }

  private RepositoryWriter writer(
      RepositoryReader.LatestRoot root, RepositoryReader.Loaded loaded) {
    return new RepositoryWriter(store, keys, lifetimes, clock, watch, root, loaded);
  }

  private void writeFirst(Root root, long version) throws IOException {
    var signing =
        new Signing(
            keys,
            lifetimes,
            clock.instant(),
            Map.of(Roles.TARGETS, version, Roles.SNAPSHOT, version));
    Revision first = Revision.first(root, signing);
    if (RepositoryWriter.findTaken(store, first).isEmpty()) {
      var _ =
          store.write(MetadataPaths.timestamp(), first.timestamp().encode(), new Expected.Absent());
    }
  }

  private Envelope newRoot() throws IOException {
    Map<String, PublicKey> publicKeys = new LinkedHashMap<>();
    Map<String, RoleKeys> roles = new LinkedHashMap<>();
    for (String role : List.of(Roles.ROOT, Roles.TARGETS, Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      List<String> keyIds = new ArrayList<>();
      for (SigningKey key : keys.findOrCreate(role)) {
        publicKeys.put(key.publicKey().keyId(), key.publicKey());
        keyIds.add(key.publicKey().keyId());
      }
      roles.put(role, new RoleKeys(keyIds, keyIds.size()));
    }
    var signing = new Signing(keys, lifetimes, clock.instant(), Map.of());
    var root = new Root(signing.header(Roles.ROOT, 0), true, publicKeys, roles, JsonObject.empty());
    return signing.sign(Roles.ROOT, root, List.of(root.trusteesOf(Roles.ROOT)));
  }

  /// A signer that cannot renew snapshot and timestamp is of no use, and must say so at once.
  private void requireOwnKeys(Root root) throws IOException {
    for (String role : List.of(Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      boolean isOurs =
          keys.find(role).stream()
              .map(SigningKey::material)
              .anyMatch(root.trusteesOf(role).materials()::contains);
      if (!isOurs) {
        throw new IOException(
            ("%s: expected the key that %d.root.json names, got none; bring back the keys of this"
                    + " repository, or use an empty bucket")
                .formatted(role, root.version()));
      }
    }
  }
}
