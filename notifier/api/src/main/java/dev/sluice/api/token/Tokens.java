package dev.sluice.api.token;

import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.tuf.digest.Digest;
import java.util.List;
import java.util.Optional;

/// The tokens that were given out; for any number of threads.
public interface Tokens {
  /// Whether a presented token opens, and for whom.
  TokenCheck check(String token);

  /// The same for a token that is known by its SHA-256.
  TokenCheck check(Digest token);

  /// Every principal as last changed, by name; revoked and expired ones too.
  List<PrincipalChanged> list();

  /// One principal as last changed.
  Optional<PrincipalChanged> find(String principal);

  /// Why the tokens may be out of date, if they may.
  Optional<String> problem();
}
