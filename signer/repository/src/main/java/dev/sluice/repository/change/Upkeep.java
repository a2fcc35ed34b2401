package dev.sluice.repository.change;

import java.util.Set;

/// What a person asks for: roles to be signed again, or to have other keys.
public record Upkeep(Changes changes) implements Proposal {
  /// Signs roles again with a new expiry.
  public static Upkeep renewing(Set<String> roles) {
    var changes = new Changes();
    roles.forEach(changes::renew);
    return new Upkeep(changes);
  }
}
