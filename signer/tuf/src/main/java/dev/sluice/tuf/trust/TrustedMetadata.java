package dev.sluice.tuf.trust;

import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All metadata that a client trusts at one moment. Immutable.
///
/// Only [Refresh] and [TargetLookup] make newer ones. Trusted means: signed by enough keys and not
/// older than what was trusted before. Whether it is still fresh is checked whenever it is used.
public final class TrustedMetadata {
  private static final String ROOT_FILE = MetadataPaths.fileName(Roles.ROOT);
  private static final String TIMESTAMP_FILE = MetadataPaths.fileName(Roles.TIMESTAMP);
  private static final String SNAPSHOT_FILE = MetadataPaths.fileName(Roles.SNAPSHOT);
  private static final String TARGETS_FILE = MetadataPaths.fileName(Roles.TARGETS);

  private final TrustedFile<Root> root;
  private final @Nullable TrustedFile<Timestamp> timestamp;
  private final @Nullable TrustedFile<Snapshot> snapshot;
  private final @Nullable TrustedFile<Targets> targets;

  /// Delegated roles by file name, each trusted when it was last looked at.
  private final Map<String, TrustedFile<Targets>> delegated;

  /// Delegated roles from our own disk that nobody has looked at since; not trusted.
  private final Map<String, UntrustedFile> stored;

  private TrustedMetadata(
      TrustedFile<Root> root,
      @Nullable TrustedFile<Timestamp> timestamp,
      @Nullable TrustedFile<Snapshot> snapshot,
      @Nullable TrustedFile<Targets> targets,
      Map<String, TrustedFile<Targets>> delegated,
      Map<String, UntrustedFile> stored) {
    this.root = root;
    this.timestamp = timestamp;
    this.snapshot = snapshot;
    this.targets = targets;
    this.delegated = delegated;
    this.stored = stored;
  }

  /// Starts from the trust anchor alone (TUF 1.0.34 section 5.2).
  ///
  /// @param trustAnchorRootJson a root file that came with the device, by a way that is trusted
  public static Bootstrap bootstrap(byte[] trustAnchorRootJson) {
    return restore(trustAnchorRootJson, Map.of());
  }

  /// Starts from the trust anchor and what an earlier process persisted of [#files()].
  ///
  /// Persisted files go through the same door as downloaded ones; one that is damaged, or that its
  /// keys no longer vouch for, is left out and will be fetched again. Expired ones are kept, for
  /// they still guard against rollback. A persisted root counts if it is not older than the anchor
  /// and signed by its own keys: that shows damage, but not a change by somebody who may write to
  /// the device's disk and who could replace the anchor as well.
  ///
  /// @param persisted bytes by file name; unknown names do no harm
  public static Bootstrap restore(byte[] trustAnchorRootJson, Map<String, byte[]> persisted) {
    return switch (MetadataRules.anchor(UntrustedFile.stored(ROOT_FILE, trustAnchorRootJson))) {
      case Checked.Failed<TrustedFile<Root>>(var refusal) -> new Bootstrap.Refused(refusal);
      case Checked.Passed<TrustedFile<Root>>(var anchor) ->
          new Bootstrap.Ready(restore(anchor, persisted));
    };
  }

  private static TrustedMetadata restore(TrustedFile<Root> anchor, Map<String, byte[]> persisted) {
    TrustedFile<Root> root =
        findStored(persisted, ROOT_FILE)
            .flatMap(file -> MetadataRules.anchor(file).findValue())
            .filter(stored -> stored.metadata().version() >= anchor.metadata().version())
            .orElse(anchor);
    Optional<TrustedFile<Timestamp>> timestamp =
        findStored(persisted, TIMESTAMP_FILE)
            .flatMap(
                file ->
                    MetadataRules.timestamp(file, root.metadata(), Optional.empty()).findValue());
    Optional<TrustedFile<Snapshot>> snapshot =
        findStored(persisted, SNAPSHOT_FILE)
            .flatMap(file -> MetadataRules.storedSnapshot(file, root.metadata()).findValue());
    Optional<MetaFile> listed = snapshot.flatMap(s -> s.metadata().find(Roles.TARGETS));
    Optional<TrustedFile<Targets>> targets =
        listed.flatMap(
            meta ->
                findStored(persisted, TARGETS_FILE)
                    .flatMap(file -> topLevelTargets(file, root.metadata(), meta).findValue()));
    Map<String, UntrustedFile> others = new LinkedHashMap<>();
    persisted.forEach((name, bytes) -> others.put(name, UntrustedFile.stored(name, bytes)));
    others.keySet().removeAll(Set.of(ROOT_FILE, TIMESTAMP_FILE, SNAPSHOT_FILE, TARGETS_FILE));
    return new TrustedMetadata(
        root,
        timestamp.orElse(null),
        snapshot.orElse(null),
        targets.orElse(null),
        Map.of(),
        Collections.unmodifiableMap(others));
  }

  private static Optional<UntrustedFile> findStored(Map<String, byte[]> persisted, String name) {
    return Optional.ofNullable(persisted.get(name)).map(bytes -> UntrustedFile.stored(name, bytes));
  }

  static Checked<TrustedFile<Targets>> topLevelTargets(
      UntrustedFile file, Root root, MetaFile listed) {
    return MetadataRules.targets(file, root.trusteesOf(Roles.TARGETS), ROOT_FILE, listed);
  }

  /// The trusted root document.
  public Root root() {
    return root.metadata();
  }

  /// The trusted timestamp, perhaps expired; empty before the first refresh.
  public Optional<Timestamp> findTimestamp() {
    return findTimestampFile().map(TrustedFile::metadata);
  }

  /// The trusted snapshot, perhaps expired or older than the timestamp says; empty before the first
  /// refresh.
  public Optional<Snapshot> findSnapshot() {
    return findSnapshotFile().map(TrustedFile::metadata);
  }

  /// The trusted top-level targets, perhaps expired or older than the snapshot says.
  public Optional<Targets> findTargets() {
    return findTargetsFile().map(TrustedFile::metadata);
  }

  /// What to persist: the trusted files byte for byte as they came, by name in the client's store.
  ///
  /// Root first, then in the order in which each vouches for the next. Delegated roles that were
  /// restored but not looked at since are not among them; leave those in the store.
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    put(files, root);
    findTimestampFile().ifPresent(file -> put(files, file));
    findSnapshotFile().ifPresent(file -> put(files, file));
    findTargetsFile().ifPresent(file -> put(files, file));
    delegated.values().forEach(file -> put(files, file));
    return Collections.unmodifiableMap(files);
  }

  private static void put(Map<String, byte[]> files, TrustedFile<?> file) {
    files.put(file.name(), file.bytes().clone());
  }

  TrustedFile<Root> rootFile() {
    return root;
  }

  Optional<TrustedFile<Timestamp>> findTimestampFile() {
    return Optional.ofNullable(timestamp);
  }

  Optional<TrustedFile<Snapshot>> findSnapshotFile() {
    return Optional.ofNullable(snapshot);
  }

  Optional<TrustedFile<Targets>> findTargetsFile() {
    return Optional.ofNullable(targets);
  }

  /// A copy of a delegated role that we have already, to be checked like a downloaded one.
  Optional<UntrustedFile> findLocalCopy(String fileName) {
    TrustedFile<Targets> file = delegated.get(fileName);
    return file == null
        ? Optional.ofNullable(stored.get(fileName))
        : Optional.of(UntrustedFile.stored(fileName, file.bytes()));
  }

  /// Takes a newer root, and lets go of what its keys no longer vouch for.
  ///
  /// 5.3.11, fast-forward: if a key of timestamp or snapshot was revoked, both files go, so that
  /// versions which a thief has raised do not lock the device out for ever.
  TrustedMetadata withRoot(TrustedFile<Root> newer) {
    Root after = newer.metadata();
    boolean isRecovery =
        MetadataRules.isAnyKeyRevoked(root(), after, Roles.TIMESTAMP)
            || MetadataRules.isAnyKeyRevoked(root(), after, Roles.SNAPSHOT);
    return new TrustedMetadata(
        newer,
        isRecovery ? null : keepIfSigned(timestamp, after, Roles.TIMESTAMP),
        isRecovery ? null : keepIfSigned(snapshot, after, Roles.SNAPSHOT),
        keepIfSigned(targets, after, Roles.TARGETS),
        delegated,
        stored);
  }

  private static <T extends RoleMetadata> @Nullable TrustedFile<T> keepIfSigned(
      @Nullable TrustedFile<T> file, Root root, String role) {
    return file != null && MetadataRules.isStillSigned(file, root, role) ? file : null;
  }

  TrustedMetadata withTimestamp(TrustedFile<Timestamp> newer) {
    return new TrustedMetadata(root, newer, snapshot, targets, delegated, stored);
  }

  TrustedMetadata withSnapshot(TrustedFile<Snapshot> newer) {
    return new TrustedMetadata(root, timestamp, newer, targets, delegated, stored);
  }

  TrustedMetadata withTargets(TrustedFile<Targets> newer) {
    return new TrustedMetadata(root, timestamp, snapshot, newer, delegated, stored);
  }

  TrustedMetadata withDelegated(TrustedFile<Targets> newer) {
    Map<String, TrustedFile<Targets>> copy = new LinkedHashMap<>(delegated);
    copy.put(newer.name(), newer);
    return new TrustedMetadata(
        root, timestamp, snapshot, targets, Collections.unmodifiableMap(copy), stored);
  }
}
