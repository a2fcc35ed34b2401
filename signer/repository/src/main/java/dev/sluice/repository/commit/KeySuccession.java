package dev.sluice.repository.commit;

import dev.sluice.repository.change.Changes;
import dev.sluice.repository.role.Signing;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.DelegatedRole;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Header;
import dev.sluice.tuf.metadata.RoleKeys;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts new keys into the documents that name a role's keys: the root for the top-level roles, the
/// targets for all others. Thresholds stay.
final class KeySuccession {
  private KeySuccession() {}

  /// The root with the changes' keys; the very same root if nothing about it changes.
  static Root root(Root before, Changes changes, Signing signing) {
    Map<String, PublicKey> keys = new LinkedHashMap<>(before.keys());
    Map<String, RoleKeys> roles = new LinkedHashMap<>(before.roles());
    roles.replaceAll((role, old) -> succeed(old, keys, changes.successorsOf(role)));
    if (roles.equals(before.roles()) && !changes.touches(Roles.ROOT)) {
      return before;
    }
    keys.keySet().retainAll(named(roles.values().stream().toList()));
    // Versions of the root have no gaps: clients walk them one by one.
    Header header =
        Header.of(before.version() + 1, signing.now().plus(signing.lifetimes().of(Roles.ROOT)));
    return new Root(header, before.consistentSnapshot(), keys, roles, before.unrecognized());
  }

  /// The delegations with the changes' keys.
  static Delegations delegations(Delegations before, Changes changes) {
    Map<String, PublicKey> keys = new LinkedHashMap<>(before.keys());
    List<DelegatedRole> roles = new ArrayList<>();
    for (DelegatedRole role : before.roles()) {
      roles.add(
          new DelegatedRole(
              role.name(),
              succeed(role.keys(), keys, changes.successorsOf(role.name())),
              role.terminating(),
              role.paths(),
              role.unrecognized()));
    }
    if (roles.equals(before.roles())) {
      return before;
    }
    keys.keySet().retainAll(named(roles.stream().map(DelegatedRole::keys).toList()));
    return new Delegations(keys, roles, before.unrecognized());
  }

  /// The role's keys, each that has a successor replaced in its place; the new ones are added to
  /// `keys`.
  private static RoleKeys succeed(
      RoleKeys old, Map<String, PublicKey> keys, Map<Digest, PublicKey> successors) {
    if (successors.isEmpty()) {
      return old;
    }
    List<String> keyIds = new ArrayList<>();
    for (String keyId : old.keyIds()) {
      Optional<PublicKey> next =
          Optional.ofNullable(keys.get(keyId))
              .flatMap(PublicKey::findMaterial)
              .map(successors::get);
      next.ifPresent(key -> keys.put(key.keyId(), key));
      keyIds.add(next.map(PublicKey::keyId).orElse(keyId));
    }
    return new RoleKeys(keyIds, old.threshold());
  }

  private static Set<String> named(List<RoleKeys> roles) {
    return roles.stream().flatMap(role -> role.keyIds().stream()).collect(Collectors.toSet());
  }
}
