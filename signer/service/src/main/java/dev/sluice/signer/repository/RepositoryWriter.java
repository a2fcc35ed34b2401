package dev.sluice.signer.repository;

import dev.sluice.events.ByteString;
import dev.sluice.signer.keys.KeyRing;
import dev.sluice.signer.keys.KeyRing.OldKeys;
import dev.sluice.signer.keys.KeyRing.Succession;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.ObjectStore.Expected;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Owns the repository's state and brings changes of it into the store.
///
/// Files that never change are written first, the timestamp after them, and only over the timestamp
/// that we know: a crash in between leaves files that nobody names, and a second signer is noticed.
/// Any number of threads may commit; one at a time does. It holds the keys' lock while it does, and
/// begins with what stands in the store: `sluice keys` may have changed both in the meantime.
public final class RepositoryWriter {
  /// Attempts against a second signer, or against versions that an earlier crash has left behind.
  private static final int MAX_ATTEMPTS = 20;

  private final ObjectStore store;
  private final KeyRing keys;
  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final SigningWatch watch;
  private final RepositoryReader reader;

  private final ReentrantLock lock = new ReentrantLock();
  private RepositoryReader.LatestRoot root;
  private Repository repository;
  private String timestampTag;

  RepositoryWriter(
      ObjectStore store,
      KeyRing keys,
      Lifetimes lifetimes,
      InstantSource clock,
      SigningWatch watch,
      RepositoryReader.LatestRoot root,
      RepositoryReader.Loaded loaded) {
    this.store = store;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.watch = watch;
    this.reader = new RepositoryReader(store);
    this.root = root;
    this.repository = loaded.repository();
    this.timestampTag = loaded.timestampTag();
  }

  /// The latest root file: the trust anchor to give to devices.
  public byte[] rootMetadata() {
    lock.lock();
    try {
      return root.bytes().bytes();
    } finally {
      lock.unlock();
    }
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
  /// @throws IOException if the store, a key or the watch fails; the proposal may have come true or
  ///     not, and may be committed again
  public <P extends Proposal> Committed<P> commit(Planner<P> planner) throws IOException {
    lock.lock();
    try (KeyRing.Hold _ = keys.hold()) {
      reread();
      return commitLocked(planner);
    } finally {
      lock.unlock();
    }
  }

  /// Gives a role other keys: a successor for each of its keys that is here.
  ///
  /// The successors are safe before any metadata names them, and in force when this returns. After
  /// a failure it may be called again, and carries on.
  ///
  /// @throws IOException if the store or a key fails, or no key of the role is here
  /// @throws IllegalArgumentException if there is no such role
  public Repository rotate(String role, OldKeys oldKeys) throws IOException {
    lock.lock();
    try (KeyRing.Hold _ = keys.hold()) {
      reread();
      // What an earlier rotation has published, but not put in force.
      keys.settle(role, repository.trusteesOf(role).materials(), oldKeys);
      Set<Digest> named = repository.trusteesOf(role).materials();
      List<Succession> successions = keys.prepare(role, named);
      if (successions.isEmpty()) {
        throw new IOException(
            "role %s: expected one of its %d keys on this machine, got none"
                .formatted(role, named.size()));
      }
      Map<Digest, PublicKey> byPredecessor = new LinkedHashMap<>();
      successions.forEach(s -> byPredecessor.put(s.current().material(), s.next().publicKey()));
      var changes = new Changes();
      changes.rotate(role, byPredecessor);
      Repository after = commitLocked(_ -> new Upkeep(changes)).repository();
      keys.settle(role, after.trusteesOf(role).materials(), oldKeys);
      return after;
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
      watch.beforeSigning();
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
        accept(revision, tag.get());
        return new Committed<>(proposal, repository);
      }
      reread();
    }
    throw new IOException(
        "metadata: expected to write a revision in " + MAX_ATTEMPTS + " attempts, got overtaken");
  }

  private void accept(Revision revision, String tag) throws IOException {
    for (Revision.MetadataFile newRoot : revision.roots()) {
      byte[] bytes = newRoot.envelope().encode();
      if (!store.writeOnce(newRoot.path(), bytes)) {
        throw new IOException(
            newRoot.path() + ": expected no such file, got one; another signer changes keys");
      }
      root = new RepositoryReader.LatestRoot(revision.repository().root(), ByteString.of(bytes));
    }
    repository = revision.repository();
    timestampTag = tag;
    watch.signed(revision.signedRoles());
  }

  /// Takes over what somebody else has written, or we have and did not hear of it.
  private void reread() throws IOException {
    RepositoryReader.LatestRoot latest = reader.findRootAfter(root);
    boolean isNewRoot = latest.document().version() != root.document().version();
    if (!isNewRoot && reader.findTimestampTag().equals(Optional.of(timestampTag))) {
      return;
    }
    RepositoryReader.Loaded loaded =
        reader
            .find(latest.document())
            .orElseThrow(() -> new IOException("timestamp.json: expected the file, got none"));
    root = latest;
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
  static Optional<Revision.MetadataFile> findTaken(ObjectStore store, Revision revision)
      throws IOException {
    for (Revision.MetadataFile file : revision.files()) {
      if (!store.writeOnce(file.path(), file.envelope().encode())) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
