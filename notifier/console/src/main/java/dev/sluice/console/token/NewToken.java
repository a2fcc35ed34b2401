package dev.sluice.console.token;

import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// A token just made: its secret, told once, and the event that announces it by its digest.
///
/// @param secret for the holder only
/// @param change for the topic `principals`
record NewToken(String secret, PrincipalChanged change) {
  /// So that a leaked token is recognised by scanners and people.
  private static final String PREFIX = "sluice_";

  private static final int LENGTH_BYTES = 32;

  static NewToken make(
      String principal,
      Set<Role> roles,
      Set<ProductName> products,
      Optional<Instant> expires,
      String by) {
    byte[] random = new byte[LENGTH_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new NewToken(
        secret,
        new PrincipalChanged(principal, digest(secret), roles, products, expires, false, by));
  }

  static Digest digest(String secret) {
    return Digest.sha256(secret.getBytes(StandardCharsets.UTF_8));
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "token of " + change.principal();
  }
}
