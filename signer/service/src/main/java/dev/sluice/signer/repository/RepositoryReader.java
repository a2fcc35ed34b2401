package dev.sluice.signer.repository;

import dev.sluice.events.ByteString;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.DelegatedRole;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Loads the repository's state from the store, and believes only what its keys have signed.
///
/// Expiry does not matter here: a signer that was away for a week must be able to renew what has
/// expired.
final class RepositoryReader {
  private static final int MAX_LENGTH_BYTES = 64 << 20;
  private static final JsonLimits LIMITS = JsonLimits.ofLength(MAX_LENGTH_BYTES);

  private final ObjectStore store;

  RepositoryReader(ObjectStore store) {
    this.store = store;
  }

  /// The latest root.
  ///
  /// @param document the document
  /// @param bytes the file as it stands in the store
  record LatestRoot(Root document, ByteString bytes) {}

  /// The state that the timestamp ties together.
  ///
  /// @param repository the state
  /// @param timestampTag what the store calls this very timestamp
  record Loaded(Repository repository, String timestampTag) {}

  /// The latest root, empty if the store has none at all.
  ///
  /// @throws IOException if the store cannot be read, or a root is not signed by the one before and
  ///     itself
  Optional<LatestRoot> findRoot() throws IOException {
    return findRootAfter(Optional.empty());
  }

  /// The latest root, `known` itself if there is none after it.
  ///
  /// @throws IOException as [#findRoot()]
  LatestRoot findRootAfter(LatestRoot known) throws IOException {
    return findRootAfter(Optional.of(known)).orElse(known);
  }

  private Optional<LatestRoot> findRootAfter(Optional<LatestRoot> known) throws IOException {
    Optional<LatestRoot> latest = known;
    long first = known.map(root -> root.document().version()).orElse(0L) + 1;
    for (long version = first; ; version++) {
      String path = MetadataPaths.root(version);
      Optional<StoredDocument> stored = store.find(path, MAX_LENGTH_BYTES);
      if (stored.isEmpty()) {
        // Ends: versions are contiguous, and the store is finite.
        return latest;
      }
      Envelope envelope = envelope(path, stored.get());
      Root root = decode(path, envelope, Root::decode);
      requireSigned(path, envelope, root.trusteesOf(Roles.ROOT));
      if (latest.isPresent()) {
        requireSigned(path, envelope, latest.get().document().trusteesOf(Roles.ROOT));
      }
      latest = Optional.of(new LatestRoot(root, stored.get().content()));
    }
  }

  /// What the store calls the timestamp that stands there; empty if there is none.
  ///
  /// @throws IOException if the store cannot be read
  Optional<String> findTimestampTag() throws IOException {
    return store.find(MetadataPaths.timestamp(), MAX_LENGTH_BYTES).map(StoredDocument::entityTag);
  }

  /// The state below a root, empty if there is no timestamp yet.
  ///
  /// @throws IOException if the store cannot be read, or something in it is not signed by its keys
  Optional<Loaded> find(Root root) throws IOException {
    Optional<StoredDocument> stored = store.find(MetadataPaths.timestamp(), MAX_LENGTH_BYTES);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Envelope envelope = envelope(MetadataPaths.timestamp(), stored.get());
    requireSigned(MetadataPaths.timestamp(), envelope, root.trusteesOf(Roles.TIMESTAMP));
    Timestamp timestamp = decode(MetadataPaths.timestamp(), envelope, Timestamp::decode);
    Snapshot snapshot =
        require(
            Roles.SNAPSHOT,
            timestamp.snapshot().version(),
            root.trusteesOf(Roles.SNAPSHOT),
            Snapshot::decode);
    Targets targets =
        require(
            Roles.TARGETS,
            versionOf(snapshot, Roles.TARGETS),
            root.trusteesOf(Roles.TARGETS),
            Targets::decode);
    Map<String, Targets> delegated = new LinkedHashMap<>();
    for (DelegatedRole role : targets.delegations().roles()) {
      Trustees trustees = targets.delegations().trusteesOf(role);
      long version = versionOf(snapshot, role.name());
      delegated.put(role.name(), require(role.name(), version, trustees, Targets::decode));
    }
    return Optional.of(
        new Loaded(
            new Repository(root, targets, delegated, snapshot, timestamp),
            stored.get().entityTag()));
  }

  private <T extends RoleMetadata> T require(
      String role, long version, Trustees trustees, RoleMetadata.Decoder<T> decoder)
      throws IOException {
    String path = MetadataPaths.role(role, version);
    Optional<StoredDocument> stored = store.find(path, MAX_LENGTH_BYTES);
    if (stored.isEmpty()) {
      throw new IOException(path + ": expected the file that the snapshot names, got none");
    }
    Envelope envelope = envelope(path, stored.get());
    requireSigned(path, envelope, trustees);
    T document = decode(path, envelope, decoder);
    if (document.version() != version) {
      throw new IOException(
          "%s: expected version %d, got %d".formatted(path, version, document.version()));
    }
    return document;
  }

  private static long versionOf(Snapshot snapshot, String role) throws IOException {
    return snapshot
        .find(role)
        .orElseThrow(
            () -> new IOException("snapshot: expected an entry for " + role + ", got none"))
        .version();
  }

  private static void requireSigned(String path, Envelope envelope, Trustees trustees)
      throws IOException {
    if (!trustees.isSatisfiedBy(envelope)) {
      throw new IOException(
          "%s: expected signatures by %d keys of the role, got %d"
              .formatted(path, trustees.role().threshold(), trustees.countSignatures(envelope)));
    }
  }

  private static Envelope envelope(String path, StoredDocument stored) throws IOException {
    try {
      return Envelope.decode(stored.content().bytes(), LIMITS);
    } catch (MalformedJsonException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private static <T extends RoleMetadata> T decode(
      String path, Envelope envelope, RoleMetadata.Decoder<T> decoder) throws IOException {
    try {
      return decoder.decode(envelope.signed());
    } catch (MalformedJsonException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }
}
