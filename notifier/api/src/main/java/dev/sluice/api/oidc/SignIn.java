package dev.sluice.api.oidc;

import java.net.URI;

/// A login that has begun: what has to come back from the provider, and what is told to nobody.
///
/// @param address of the provider's page, with everything that it is asked
/// @param state that the answer has to name: it belongs to this browser
/// @param nonce that the token has to name: it was made for this login
/// @param verifier of the code: whoever took the code on its way cannot use it (PKCE)
public record SignIn(URI address, String state, String nonce, String verifier) {
  /// Without what it must not tell.
  @Override
  public String toString() {
    return "sign-in";
  }
}
