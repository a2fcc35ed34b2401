package dev.sluice.api.server;

import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.token.Principal;
import dev.sluice.api.token.TokenCheck;
import dev.sluice.api.token.Tokens;
import dev.sluice.events.Role;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may call what.
record Authenticator(Tokens tokens) {
  private static final String SCHEME = "Bearer ";

  /// Who presents this `Authorization` header.
  ///
  /// @throws dev.sluice.api.ProblemException 401
  Principal authenticate(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.unauthorized("expected the header Authorization: Bearer TOKEN").asException();
    }
    return switch (tokens.check(authorization.substring(SCHEME.length()).strip())) {
      case TokenCheck.Valid(var principal) -> principal;
      case TokenCheck.Unknown() -> throw Problem.unauthorized("the token is unknown").asException();
      case TokenCheck.Expired(var principal, var at) ->
          throw Problem.unauthorized("the token of %s expired at %s".formatted(principal, at))
              .withAdvice("ask an admin for a new one")
              .asException();
      case TokenCheck.Revoked(var principal) ->
          throw Problem.unauthorized("the token of %s was revoked".formatted(principal))
              .withAdvice("ask an admin for a new one")
              .asException();
    };
  }

  /// @throws dev.sluice.api.ProblemException 403
  void authorize(Principal principal, Route route) {
    if (!principal.holdsOne(route.roles())) {
      throw Problem.forbidden("token %s: its roles do not allow this".formatted(principal.name()))
          .with("one of " + words(route.roles()), words(principal.roles()))
          .asException();
    }
  }

  private static String words(Set<Role> roles) {
    return roles.stream()
        .sorted()
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
