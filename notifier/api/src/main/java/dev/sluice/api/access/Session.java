package dev.sluice.api.access;

import dev.sluice.tuf.digest.Digest;
import java.time.Instant;

/// What a browser's cookie stands for.
///
/// @param token SHA-256 of the token that it was opened with
/// @param csrf what requests that change something must say in a header: another site's pages do
///     not know it
/// @param ends when it is over, whatever its token
record Session(Digest token, String csrf, Instant ends) {
  /// Without what it must not tell.
  @Override
  public String toString() {
    return "session until " + ends;
  }
}
