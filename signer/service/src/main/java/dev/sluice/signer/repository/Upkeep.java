package dev.sluice.signer.repository;

import dev.sluice.events.ByteString;
import java.util.Map;
import java.util.Set;

/// What a person asks for: roles to be signed again, or to have other keys.
public record Upkeep(Changes changes) implements Proposal {
  /// Signs roles again with a new expiry.
  public static Upkeep renewing(Set<String> roles) {
    var changes = new Changes();
    roles.forEach(changes::renew);
    return new Upkeep(changes);
  }

  @Override
  public Map<String, ByteString> objects() {
    return Map.of();
  }
}
