package dev.sluice.api.token;

import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tokens by their SHA-256, as the changes that it was shown left them.
public final class TokenTable implements Tokens {
  /// Longest token that is looked at.
  static final int MAX_TOKEN_LENGTH = 512;

  private final InstantSource clock;
  private final Map<String, PrincipalChanged> byName = new TreeMap<>();
  private final Map<Digest, PrincipalChanged> byDigest = new HashMap<>();

  /// @param clock says what has expired
  public TokenTable(InstantSource clock) {
    this.clock = clock;
  }

  /// Takes a change: the principal's token before it opens no longer.
  public synchronized void see(PrincipalChanged change) {
    @Nullable PrincipalChanged before = byName.put(change.principal(), change);
    if (before != null) {
      byDigest.remove(before.tokenSha256());
    }
    byDigest.put(change.tokenSha256(), change);
  }

  @Override
  public TokenCheck check(String token) {
    if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH) {
      return new TokenCheck.Unknown();
    }
    return check(Digest.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public synchronized TokenCheck check(Digest digest) {
    @Nullable PrincipalChanged found = byDigest.get(digest);
    // The table is found by a digest, which tells nothing of the token; the comparison itself takes
    // as long for any digest.
    if (found == null || !MessageDigest.isEqual(found.tokenSha256().bytes(), digest.bytes())) {
      return new TokenCheck.Unknown();
    }
    if (found.revoked()) {
      return new TokenCheck.Revoked(found.principal());
    }
    var expires = found.expires();
    if (expires.isPresent() && !clock.instant().isBefore(expires.get())) {
      return new TokenCheck.Expired(found.principal(), expires.get());
    }
    return new TokenCheck.Valid(new Principal(found.principal(), found.roles(), found.products()));
  }

  @Override
  public synchronized List<PrincipalChanged> list() {
    return List.copyOf(byName.values());
  }

  @Override
  public synchronized Optional<PrincipalChanged> find(String principal) {
    return Optional.ofNullable(byName.get(principal));
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }
}
