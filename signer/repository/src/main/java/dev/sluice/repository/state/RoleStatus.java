package dev.sluice.repository.state;

import dev.sluice.repository.RoleSigner;
import dev.sluice.repository.role.RoleSizes;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Trustees;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How a role stands: its document, its keys, and who can sign it here.
///
/// @param role its name
/// @param version of its latest document
/// @param expires when that document runs out
/// @param threshold how many keys must sign
/// @param keys every key that is named for it
/// @param sizeBytes how long its document is without signatures
public record RoleStatus(
    String role, long version, Instant expires, long threshold, List<Key> keys, long sizeBytes) {
  /// A key that is named for a role.
  ///
  /// @param id as the metadata names it
  /// @param scheme of its signatures
  /// @param isHere whether it lies on this machine
  public record Key(String id, String scheme, boolean isHere) {}

  /// Copies the list.
  public RoleStatus {
    keys = List.copyOf(keys);
  }

  /// Every role of a repository: the top-level ones from root down, then the others by name.
  ///
  /// @throws IOException if keys are here but cannot be read
  public static List<RoleStatus> of(Repository repository, RoleSigner signer) throws IOException {
    Map<String, RoleMetadata> documents = new TreeMap<>(repository.documents());
    List<RoleStatus> statuses = new ArrayList<>();
    for (String role : List.of(Roles.ROOT, Roles.TARGETS, Roles.SNAPSHOT, Roles.TIMESTAMP)) {
      Optional<RoleMetadata> document = Optional.ofNullable(documents.remove(role));
      statuses.add(of(role, document.orElseThrow(), repository.trusteesOf(role), signer));
    }
    for (Map.Entry<String, RoleMetadata> entry : documents.entrySet()) {
      Trustees trustees = repository.trusteesOf(entry.getKey());
      statuses.add(of(entry.getKey(), entry.getValue(), trustees, signer));
    }
    return List.copyOf(statuses);
  }

  private static RoleStatus of(
      String role, RoleMetadata document, Trustees trustees, RoleSigner signer) throws IOException {
    Set<Digest> here =
        signer.keysOf(role).stream()
            .flatMap(key -> key.findMaterial().stream())
            .collect(Collectors.toSet());
    List<Key> keys = new ArrayList<>();
    for (String keyId : trustees.role().keyIds()) {
      PublicKey key = trustees.keys().get(keyId);
      boolean isHere = key != null && key.findMaterial().filter(here::contains).isPresent();
      keys.add(new Key(keyId, key == null ? "missing" : key.scheme(), isHere));
    }
    return new RoleStatus(
        role,
        document.version(),
        document.expires(),
        trustees.role().threshold(),
        keys,
        RoleSizes.bytesOf(document));
  }

  /// How many of its keys lie on this machine.
  public long keysHere() {
    return keys.stream().filter(Key::isHere).count();
  }

  /// Whether it can be signed on this machine.
  public boolean canSignHere() {
    return keysHere() >= threshold;
  }

  /// How long its document is, in percent of what clients read, rounded down.
  public long percentFull() {
    return 100 * sizeBytes / RoleSizes.limitBytes(role);
  }

  /// Whether its document is no longer to be trusted.
  public boolean hasExpired(Instant now) {
    return !expires.isAfter(now);
  }

  /// Whole days until it expires, rounded down; negative once it has.
  public long daysLeft(Instant now) {
    return Math.floorDiv(
        Duration.between(now, expires).toSeconds(), Duration.ofDays(1).toSeconds());
  }
}
