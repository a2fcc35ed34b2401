package dev.sluice.repository.commit;

import dev.sluice.events.ByteString;
import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Ended;
import dev.sluice.repository.RepositoryStep.Standing;
import dev.sluice.repository.RepositoryStep.TellTime;
import dev.sluice.repository.RepositoryStep.Then;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.RepositoryStep.WriteTimestamp;
import dev.sluice.repository.RoleSigner;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.role.Signing;
import dev.sluice.repository.state.RepositoryReading;
import dev.sluice.repository.state.RootFile;
import dev.sluice.repository.state.StoredRepository;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.RoleKeys;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens the repository in a store.
///
/// | the store has | next |
/// |---|---|
/// | no root | a first root, with keys that are made where there are none |
/// | a root that names other keys than ours | refused |
/// | a root, no timestamp | a first revision, above versions that crashes have left |
/// | both | done, if our keys have signed them |
///
/// @param signer who signs
/// @param lifetimes how long documents live
public record RepositoryOpening(RoleSigner signer, Lifetimes lifetimes) {
  /// Attempts against a second signer.
  private static final int MAX_ATTEMPTS = 20;

  /// Opens the repository; an empty store gets a new one.
  public RepositoryStep<StoredRepository> openOrFound() {
    return RepositoryReading.findRoot(
        root -> root.isPresent() ? openBelow(root.get()) : new TellTime<>(this::found));
  }

  /// Opens a repository that must be there already, whoever has its keys.
  public static RepositoryStep<StoredRepository> openExisting() {
    return RepositoryReading.findRoot(
        root ->
            root.isEmpty()
                ? ended(Optional.empty())
                : RepositoryReading.find(root.get(), RepositoryOpening::ended));
  }

  private static RepositoryStep<StoredRepository> ended(Optional<StoredRepository> found)
      throws RepositoryException {
    return new Ended<>(
        found.orElseThrow(
            () ->
                new RepositoryException(
                    "metadata: expected a repository, got none; start the signer first")));
  }

  /// If another signer was faster, its root is the one that we find next.
  private RepositoryStep<StoredRepository> found(Instant now) throws IOException {
    String path = MetadataPaths.root(1);
    return new WriteOnce<>(
        path,
        ByteString.of(newRoot(now).encode()),
        _ ->
            RepositoryReading.findRoot(
                root ->
                    openBelow(
                        root.orElseThrow(
                            () ->
                                new RepositoryException(
                                    path
                                        + ": expected the file that was just written, got"
                                        + " none")))));
  }

  private RepositoryStep<StoredRepository> openBelow(RootFile root) throws IOException {
    requireOwnKeys(root.document());
    return attempt(1, root);
  }

  private RepositoryStep<StoredRepository> attempt(int number, RootFile root)
      throws RepositoryException {
    if (number > MAX_ATTEMPTS) {
      throw new RepositoryException(
          "metadata: expected a first revision after " + MAX_ATTEMPTS + " attempts, got none");
    }
    return RepositoryReading.find(
        root,
        loaded ->
            loaded.isPresent()
                ? new Ended<>(loaded.get())
                : new TellTime<>(
                    now -> writeFirst(root.document(), now, _ -> attempt(number + 1, root))));
  }

  private <T> RepositoryStep<T> writeFirst(Root root, Instant now, Then<Optional<String>, T> then)
      throws IOException {
    return new RevisionWriting(
            firstVersions ->
                Revision.first(root, new Signing(signer, lifetimes, now, firstVersions)))
        .write(
            first ->
                new WriteTimestamp<>(
                    ByteString.of(first.timestamp().encode()), new Standing.Nothing(), then));
  }

  private Envelope newRoot(Instant now) throws IOException {
    Map<String, PublicKey> publicKeys = new LinkedHashMap<>();
    Map<String, RoleKeys> roles = new LinkedHashMap<>();
    for (String role : List.of(Roles.ROOT, Roles.TARGETS, Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      List<String> keyIds = new ArrayList<>();
      for (PublicKey key : signer.ensureKeys(role)) {
        publicKeys.put(key.keyId(), key);
        keyIds.add(key.keyId());
      }
      roles.put(role, new RoleKeys(keyIds, keyIds.size()));
    }
    var signing = new Signing(signer, lifetimes, now, Map.of());
    var root = new Root(signing.header(Roles.ROOT, 0), true, publicKeys, roles, JsonObject.empty());
    return signing.sign(Roles.ROOT, root, List.of(root.trusteesOf(Roles.ROOT)));
  }

  /// A signer that cannot renew snapshot and timestamp is of no use, and must say so at once.
  private void requireOwnKeys(Root root) throws IOException {
    for (String role : List.of(Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      boolean isOurs =
          signer.keysOf(role).stream()
              .flatMap(key -> key.findMaterial().stream())
              .anyMatch(root.trusteesOf(role).materials()::contains);
      if (!isOurs) {
        throw new RepositoryException(
            ("%s: expected the key that %d.root.json names, got none; bring back the keys of this"
                    + " repository, or use an empty bucket")
                .formatted(role, root.version()));
      }
    }
  }
}
