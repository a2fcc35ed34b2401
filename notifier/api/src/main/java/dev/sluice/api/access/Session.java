package dev.sluice.api.access;

import java.time.Instant;

/// What a browser's cookie stands for.
///
/// @param login what it was opened with
/// @param csrf what requests that change something must say in a header: another site's pages do
///     not know it
/// @param ends when it is over, whatever its token says
record Session(Login login, String csrf, Instant ends) {
  /// Without what it must not tell.
  @Override
  public String toString() {
    return "session until " + ends;
  }
}
