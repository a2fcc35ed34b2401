package dev.sluice.tuf.fake;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.DelegatedRole;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Header;
import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.PathSelection;
import dev.sluice.tuf.metadata.RoleKeys;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A TUF repository in memory as Sluice's signer lays one out, with consistent snapshots, one
/// Ed25519 key for each role and thresholds of one.
///
/// `putTarget` and friends change nothing that a client sees until [#publish(Instant)].
public final class FakeRepository {
  /// How long documents live unless [#lifetime(String, Duration)] says otherwise.
  public static final Duration DEFAULT_LIFETIME = Duration.ofDays(365);

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, Map<String, TargetFile>> targetsByRole = new LinkedHashMap<>();
  private final Map<String, DelegatedRole> delegations = new LinkedHashMap<>();
  private final Map<String, FakeKey> keys = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, Duration> lifetimes = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  /// A repository with top-level roles only, published at `now`.
  public FakeRepository(Instant now) {
    for (String role : Roles.TOP_LEVEL) {
      keys.put(role, FakeKey.of(role));
    }
    targetsByRole.put(Roles.TARGETS, new LinkedHashMap<>());
    changed.add(Roles.TARGETS);
    publishRoot(now);
    publish(now);
  }

  /// All files by path: `metadata/…`, `targets/…`, and what [#putObject(String, byte\[\])] added.
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /// The latest root file; the first one makes a good trust anchor.
  public byte[] rootBytes() {
    return file(MetadataPaths.root(version(Roles.ROOT)));
  }

  /// The file of a path.
  ///
  /// @throws IllegalArgumentException if there is none
  public byte[] file(String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      throw new IllegalArgumentException("no file " + path);
    }
    return bytes.clone();
  }

  /// The version of a role's latest document.
  public long version(String role) {
    return versions.getOrDefault(role, 0L);
  }

  /// The key with which a role signs.
  public FakeKey key(String role) {
    return keys.computeIfAbsent(role, FakeKey::of);
  }

  /// Sets how long a role's documents live from the next one on; may be negative.
  public FakeRepository lifetime(String role, Duration lifetime) {
    lifetimes.put(role, lifetime);
    return this;
  }

  /// Vouches for a file with nothing to add.
  public FakeRepository putTarget(String role, String path, byte[] bytes) {
    return putTarget(role, path, bytes, JsonObject.empty());
  }

  /// Stores a file and has a role vouch for it. `product.<n>`, `deltas.<n>` and `rings.<n>` get
  /// their delegations by themselves.
  public FakeRepository putTarget(String role, String path, byte[] bytes, JsonObject custom) {
    if (!role.equals(Roles.TARGETS) && !delegations.containsKey(role)) {
      delegate(role, true, List.of(patternOf(role)));
    }
    Digest digest = Digest.sha256(bytes);
    targetsOf(role).put(path, new TargetFile(path, bytes.length, digest, custom));
    files.put(MetadataPaths.target(path, digest), bytes.clone());
    changed.add(role);
    return this;
  }

  /// Stops vouching for a path.
  public FakeRepository removeTarget(String role, String path) {
    targetsOf(role).remove(path);
    changed.add(role);
    return this;
  }

  /// Hands paths to a role, after all roles that were delegated to before.
  public FakeRepository delegate(String role, boolean terminating, List<String> patterns) {
    delegations.put(
        role,
        new DelegatedRole(
            role,
            new RoleKeys(List.of(key(role).id()), 1),
            terminating,
            new PathSelection.Patterns(patterns),
            JsonObject.empty()));
    targetsByRole.putIfAbsent(role, new LinkedHashMap<>());
    changed.add(Roles.TARGETS);
    changed.add(role);
    return this;
  }

  /// Stores a file that no role vouches for, such as `patches/<sha256>`.
  public FakeRepository putObject(String path, byte[] bytes) {
    files.put(path, bytes.clone());
    return this;
  }

  /// Takes a file away.
  public FakeRepository remove(String path) {
    files.remove(path);
    return this;
  }

  /// Has a role sign with another key from now on, and publishes a root that says so.
  public FakeRepository rotateKey(String role, String newKeyName, Instant now) {
    FakeKey old = key(role);
    keys.put(role, FakeKey.of(newKeyName));
    publishRoot(now, old);
    return this;
  }

  /// Writes a new root, signed by the root key and by `others`.
  public FakeRepository publishRoot(Instant now, FakeKey... others) {
    Map<String, PublicKey> publicKeys = new LinkedHashMap<>();
    Map<String, RoleKeys> roles = new LinkedHashMap<>();
    for (String role : List.of(Roles.ROOT, Roles.TARGETS, Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      publicKeys.put(key(role).id(), key(role).publicKey());
      roles.put(role, new RoleKeys(List.of(key(role).id()), 1));
    }
    var root = new Root(nextHeader(Roles.ROOT, now), true, publicKeys, roles, JsonObject.empty());
    List<FakeKey> signers = new ArrayList<>(List.of(others));
    signers.removeIf(signer -> signer.id().equals(key(Roles.ROOT).id()));
    signers.add(key(Roles.ROOT));
    files.put(
        MetadataPaths.root(root.version()), FakeKey.signAll(root, signers.toArray(FakeKey[]::new)));
    return this;
  }

  /// Makes all changes visible: every changed role, then snapshot, then timestamp.
  public FakeRepository publish(Instant now) {
    for (String role : changed) {
      var document =
          new Targets(
              nextHeader(role, now),
              targetsOf(role),
              role.equals(Roles.TARGETS) ? delegations() : Delegations.NONE,
              JsonObject.empty());
      files.put(MetadataPaths.role(role, document.version()), FakeKey.signAll(document, key(role)));
    }
    changed.clear();
    Map<String, MetaFile> meta = new LinkedHashMap<>();
    targetsByRole.keySet().forEach(role -> meta.put(role, MetaFile.ofVersion(version(role))));
    var snapshot = new Snapshot(nextHeader(Roles.SNAPSHOT, now), meta, JsonObject.empty());
    files.put(
        MetadataPaths.snapshot(snapshot.version()), FakeKey.signAll(snapshot, key(Roles.SNAPSHOT)));
    return publishTimestamp(now);
  }

  /// Signs the timestamp again, over the snapshot that there is.
  public FakeRepository publishTimestamp(Instant now) {
    var timestamp =
        Timestamp.signedAt(
            now, nextHeader(Roles.TIMESTAMP, now), MetaFile.ofVersion(version(Roles.SNAPSHOT)));
    files.put(MetadataPaths.timestamp(), FakeKey.signAll(timestamp, key(Roles.TIMESTAMP)));
    return this;
  }

  private Delegations delegations() {
    Map<String, PublicKey> publicKeys = new LinkedHashMap<>();
    delegations.keySet().forEach(role -> publicKeys.put(key(role).id(), key(role).publicKey()));
    return new Delegations(publicKeys, List.copyOf(delegations.values()), JsonObject.empty());
  }

  private Map<String, TargetFile> targetsOf(String role) {
    Map<String, TargetFile> targets = targetsByRole.get(role);
    if (targets == null) {
      throw new IllegalArgumentException("nobody delegates to " + role);
    }
    return targets;
  }

  private Header nextHeader(String role, Instant now) {
    long version = versions.merge(role, 1L, Long::sum);
    return Header.of(version, now.plus(lifetimes.getOrDefault(role, DEFAULT_LIFETIME)));
  }

  private static String patternOf(String role) {
    int dot = role.indexOf('.');
    String name = role.substring(dot + 1);
    return switch (dot < 0 ? role : role.substring(0, dot)) {
      case "product" -> "products/" + name + "/*/*";
      case "deltas" -> "deltas/" + name + "/*/*";
      case "rings" -> "rings/" + name + "/*";
      default -> throw new IllegalArgumentException("delegate to " + role + " first");
    };
  }
}
