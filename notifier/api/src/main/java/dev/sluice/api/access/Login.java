package dev.sluice.api.access;

import dev.sluice.api.token.Principal;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;

/// What a session was opened with.
sealed interface Login {
  /// A token of our own, which is asked again on every call.
  ///
  /// @param digest SHA-256 of it
  record ByToken(Digest digest) implements Login {}

  /// The OpenID Connect provider's word, which counts until its end.
  record ByProvider(Principal principal) implements Login {}

  /// Whose sessions are counted together.
  default Digest owner() {
    return switch (this) {
      case ByToken(var digest) -> digest;
      case ByProvider(var principal) ->
          Digest.sha256(principal.name().getBytes(StandardCharsets.UTF_8));
    };
  }
}
