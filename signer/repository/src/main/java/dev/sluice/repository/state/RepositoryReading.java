package dev.sluice.repository.state;

import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Read;
import dev.sluice.repository.RepositoryStep.Then;
import dev.sluice.repository.StoredFile;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the repository from the store, and believes only what its keys have signed.
///
/// Expiry does not matter here: a signer that was away for a week must be able to renew what has
/// expired.
public final class RepositoryReading {
  private static final int MAX_LENGTH_BYTES = 64 << 20;
  private static final JsonLimits LIMITS = JsonLimits.ofLength(MAX_LENGTH_BYTES);

  private RepositoryReading() {}

  /// The latest root, empty if the store has none at all. Each is signed by the one before and by
  /// itself.
  public static <T> RepositoryStep<T> findRoot(Then<Optional<RootFile>, T> then) {
    return findRootAfter(Optional.empty(), then);
  }

  /// The latest root, `known` itself if there is none after it.
  public static <T> RepositoryStep<T> rootAfter(RootFile known, Then<RootFile, T> then) {
    return findRootAfter(Optional.of(known), latest -> then.with(latest.orElse(known)));
  }

  private static <T> RepositoryStep<T> findRootAfter(
      Optional<RootFile> known, Then<Optional<RootFile>, T> then) {
    String path = MetadataPaths.root(known.map(root -> root.document().version()).orElse(0L) + 1);
    return read(
        path,
        found ->
            found.isEmpty()
                ? then.with(known)
                : findRootAfter(Optional.of(root(path, found.get(), known)), then));
  }

  private static RootFile root(String path, StoredFile file, Optional<RootFile> before)
      throws RepositoryException {
    Envelope envelope = envelope(path, file);
    Root root = decode(path, envelope, Root::decode);
    requireSigned(path, envelope, root.trusteesOf(Roles.ROOT));
    if (before.isPresent()) {
      requireSigned(path, envelope, before.get().document().trusteesOf(Roles.ROOT));
    }
    return new RootFile(root, file.content());
  }

  /// What the store calls the timestamp that stands there; empty if there is none.
  public static <T> RepositoryStep<T> findTimestampTag(Then<Optional<String>, T> then) {
    return read(MetadataPaths.timestamp(), found -> then.with(found.map(StoredFile::tag)));
  }

  /// The state below a root, empty if there is no timestamp yet.
  public static <T> RepositoryStep<T> find(
      RootFile root, Then<Optional<StoredRepository>, T> then) {
    return read(
        MetadataPaths.timestamp(),
        found -> found.isEmpty() ? then.with(Optional.empty()) : below(root, found.get(), then));
  }

  private static <T> RepositoryStep<T> below(
      RootFile rootFile, StoredFile file, Then<Optional<StoredRepository>, T> then)
      throws RepositoryException {
    Root root = rootFile.document();
    Envelope envelope = envelope(MetadataPaths.timestamp(), file);
    requireSigned(MetadataPaths.timestamp(), envelope, root.trusteesOf(Roles.TIMESTAMP));
    Timestamp timestamp = decode(MetadataPaths.timestamp(), envelope, Timestamp::decode);
    return require(
        Roles.SNAPSHOT,
        timestamp.snapshot().version(),
        root.trusteesOf(Roles.SNAPSHOT),
        Snapshot::decode,
        snapshot ->
            require(
                Roles.TARGETS,
                versionOf(snapshot, Roles.TARGETS),
                root.trusteesOf(Roles.TARGETS),
                Targets::decode,
                targets ->
                    delegated(
                        targets,
                        snapshot,
                        Map.of(),
                        delegated ->
                            then.with(
                                Optional.of(
                                    new StoredRepository(
                                        rootFile.bytes(),
                                        new Repository(
                                            root, targets, delegated, snapshot, timestamp),
                                        file.tag()))))));
  }

  /// The documents of the delegated roles, from the first that is not among those read already.
  private static <T> RepositoryStep<T> delegated(
      Targets targets,
      Snapshot snapshot,
      Map<String, Targets> read,
      Then<Map<String, Targets>, T> then)
      throws IOException {
    List<DelegatedRole> roles = targets.delegations().roles();
    if (read.size() == roles.size()) {
      return then.with(read);
    }
    DelegatedRole role = roles.get(read.size());
    return require(
        role.name(),
        versionOf(snapshot, role.name()),
        targets.delegations().trusteesOf(role),
        Targets::decode,
        document -> {
          Map<String, Targets> more = new LinkedHashMap<>(read);
          more.put(role.name(), document);
          return delegated(targets, snapshot, more, then);
        });
  }

  private static <D extends RoleMetadata, T> RepositoryStep<T> require(
      String role,
      long version,
      Trustees trustees,
      RoleMetadata.Decoder<D> decoder,
      Then<D, T> then) {
    String path = MetadataPaths.role(role, version);
    return read(
        path,
        found -> {
          if (found.isEmpty()) {
            throw new RepositoryException(
                path + ": expected the file that the snapshot names, got none");
          }
          Envelope envelope = envelope(path, found.get());
          requireSigned(path, envelope, trustees);
          D document = decode(path, envelope, decoder);
          if (document.version() != version) {
            throw new RepositoryException(
                "%s: expected version %d, got %d".formatted(path, version, document.version()));
          }
          return then.with(document);
        });
  }

  private static <T> RepositoryStep<T> read(String path, Then<Optional<StoredFile>, T> then) {
    return new Read<>(path, MAX_LENGTH_BYTES, then);
  }

  private static long versionOf(Snapshot snapshot, String role) throws RepositoryException {
    return snapshot
        .find(role)
        .orElseThrow(
            () -> new RepositoryException("snapshot: expected an entry for " + role + ", got none"))
        .version();
  }

  private static void requireSigned(String path, Envelope envelope, Trustees trustees)
      throws RepositoryException {
    if (!trustees.isSatisfiedBy(envelope)) {
      throw new RepositoryException(
          "%s: expected signatures by %d keys of the role, got %d"
              .formatted(path, trustees.role().threshold(), trustees.countSignatures(envelope)));
    }
  }

  private static Envelope envelope(String path, StoredFile file) throws RepositoryException {
    try {
      return Envelope.decode(file.content().bytes(), LIMITS);
    } catch (MalformedJsonException e) {
      throw new RepositoryException(path + ": " + e.getMessage(), e);
    }
  }

  private static <D extends RoleMetadata> D decode(
      String path, Envelope envelope, RoleMetadata.Decoder<D> decoder) throws RepositoryException {
    try {
      return decoder.decode(envelope.signed());
    } catch (MalformedJsonException e) {
      throw new RepositoryException(path + ": " + e.getMessage(), e);
    }
  }
}
