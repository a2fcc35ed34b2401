package dev.sluice.signer.repository;

import dev.sluice.events.ByteString;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Owns the repository's state and brings changes of it into the store.
///
/// Files that never change are written first, the timestamp last, and only over the timestamp that
/// we know: a crash in between leaves files that nobody names, and a second signer is noticed. Any
/// number of threads may commit; one at a time does.
public final class RepositoryWriter {
  /// Attempts against a second signer, or against versions that an earlier crash has left behind.
  private static final int MAX_ATTEMPTS = 20;

  private final ObjectStore store;
  private final KeyRing keys;
  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final RepositoryReader reader;
  private final ByteString rootBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private Repository repository;
  private String timestampTag;

  private RepositoryWriter(
      ObjectStore store,
      KeyRing keys,
      Lifetimes lifetimes,
      InstantSource clock,
      ByteString rootBytes,
      RepositoryReader.Loaded loaded) {
    this.store = store;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.reader = new RepositoryReader(store);
    this.rootBytes = rootBytes;
    this.repository = loaded.repository();
    this.timestampTag = loaded.timestampTag();
  }

  /// Opens the repository in a store; an empty store gets a new one, with new keys where there are
  /// none.
  ///
  /// @throws IOException if the store cannot be reached, holds what its keys did not sign, or holds
  ///     a repository of other keys than ours
  public static RepositoryWriter open(
      ObjectStore store, KeyRing keys, Lifetimes lifetimes, InstantSource clock)
      throws IOException {
    var reader = new RepositoryReader(store);
    if (reader.findRoot().isEmpty()) {
      Envelope root = newRoot(keys, lifetimes, clock);
      // If another signer was faster, its root is the one that we find next.
      var _ = store.writeOnce(MetadataPaths.root(1), root.encode());
    }
    RepositoryReader.LatestRoot root =
        reader
            .findRoot()
            .orElseThrow(
                () ->
                    new IOException(
                        MetadataPaths.root(1)
                            + ": expected the file that was just written, got none"));
    requireOwnKeys(root.document(), keys);
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Optional<RepositoryReader.Loaded> loaded = reader.find(root.document());
      if (loaded.isPresent()) {
        return new RepositoryWriter(store, keys, lifetimes, clock, root.bytes(), loaded.get());
      }
      var signing =
          new Signing(
              keys,
              lifetimes,
              clock.instant(),
              Map.of(Roles.TARGETS, (long) attempt, Roles.SNAPSHOT, (long) attempt));
      Revision first = Revision.first(root.document(), signing);
      if (findTaken(store, first).isEmpty()) {
        var _ =
            store.write(
                MetadataPaths.timestamp(), first.timestamp().encode(), new Expected.Absent());
      }
    }
    throw new IOException(
        "metadata: expected a first revision after " + MAX_ATTEMPTS + " attempts, got none");
  }

  /// The latest root file: the trust anchor to give to devices.
  public byte[] rootMetadata() {
    return rootBytes.bytes();
  }

  /// The state as it was last written or read.
  public Repository repository() {
    lock.lock();
    try {
      return repository;
    } finally {
      lock.unlock();
    }
  }

  /// Brings a proposal about; returns when devices can see it. Writes nothing if nothing is to
  /// change.
  ///
  /// @throws IOException if the store or a key fails; the proposal may have come true or not, and
  ///     may be committed again
  public <P extends Proposal> Committed<P> commit(Planner<P> planner) throws IOException {
    lock.lock();
    try {
      return commitLocked(planner);
    } finally {
      lock.unlock();
    }
  }

  private <P extends Proposal> Committed<P> commitLocked(Planner<P> planner) throws IOException {
    Map<String, Long> firstVersions = new HashMap<>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      P proposal = planner.plan(repository);
      if (proposal.changes().isEmpty()) {
        return new Committed<>(proposal, repository);
      }
      writeObjects(proposal.objects());
      var signing = new Signing(keys, lifetimes, clock.instant(), firstVersions);
      Revision revision = Revision.of(repository, proposal.changes(), signing);
      Optional<Revision.MetadataFile> taken = findTaken(store, revision);
      if (taken.isPresent()) {
        firstVersions.put(taken.get().role(), taken.get().version() + 1);
        continue;
      }
      Optional<String> tag =
          store.write(
              MetadataPaths.timestamp(),
              revision.timestamp().encode(),
              new Expected.Unchanged(timestampTag));
      if (tag.isPresent()) {
        repository = revision.repository();
        timestampTag = tag.get();
        return new Committed<>(proposal, repository);
      }
      reload();
    }
    throw new IOException(
        "metadata: expected to write a revision in " + MAX_ATTEMPTS + " attempts, got overtaken");
  }

  /// Somebody else wrote a timestamp, or we did and did not hear of it.
  private void reload() throws IOException {
    RepositoryReader.Loaded loaded =
        reader
            .find(repository.root())
            .orElseThrow(() -> new IOException("timestamp.json: expected the file, got none"));
    repository = loaded.repository();
    timestampTag = loaded.timestampTag();
  }

  private void writeObjects(Map<String, ByteString> objects) throws IOException {
    for (Map.Entry<String, ByteString> object : objects.entrySet()) {
      if (!store.writeOnce(object.getKey(), object.getValue().bytes())) {
        throw new IOException(object.getKey() + ": expected the bytes of its name, got others");
      }
    }
  }

  /// Writes the files, and gives the first of them under whose name other bytes stand already.
  private static Optional<Revision.MetadataFile> findTaken(ObjectStore store, Revision revision)
      throws IOException {
    for (Revision.MetadataFile file : revision.files()) {
      if (!store.writeOnce(file.path(), file.envelope().encode())) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static Envelope newRoot(KeyRing keys, Lifetimes lifetimes, InstantSource clock)
      throws IOException {
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
    return signing.sign(Roles.ROOT, root, root.trusteesOf(Roles.ROOT));
  }

  /// A signer that cannot renew snapshot and timestamp is of no use, and must say so at once.
  private static void requireOwnKeys(Root root, KeyRing keys) throws IOException {
    for (String role : List.of(Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      boolean isOurs =
          keys.find(role).stream()
              .map(SigningKey::publicKey)
              .flatMap(key -> key.findMaterial().stream())
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
