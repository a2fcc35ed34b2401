package dev.sluice.api.oidc;

import dev.sluice.api.token.Principal;
import java.time.Instant;

/// What a token of the provider is.
public sealed interface OidcCheck {
  /// It opens.
  ///
  /// @param ends when its time is over
  record Valid(Principal principal, Instant ends) implements OidcCheck {}

  /// It is not what it should be, or not of whom it should be.
  record Refused(String why) implements OidcCheck {}

  /// The provider vouches for somebody who may do nothing here.
  record WithoutRole(String principal, String why) implements OidcCheck {}

  /// The provider does not answer, so that nobody can tell.
  record Away(String why) implements OidcCheck {}
}
