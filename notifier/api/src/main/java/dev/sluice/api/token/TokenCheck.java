package dev.sluice.api.token;

import java.time.Instant;

/// What a presented token is.
public sealed interface TokenCheck {
  /// It opens.
  record Valid(Principal principal) implements TokenCheck {}

  /// Nobody was given it.
  record Unknown() implements TokenCheck {}

  /// Its time is over.
  record Expired(String principal, Instant at) implements TokenCheck {}

  /// It was taken back.
  record Revoked(String principal) implements TokenCheck {}
}
