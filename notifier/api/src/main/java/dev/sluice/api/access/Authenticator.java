package dev.sluice.api.access;

import dev.sluice.api.Problem;
import dev.sluice.api.ProblemException;
import dev.sluice.api.Route;
import dev.sluice.api.oidc.Oidc;
import dev.sluice.api.oidc.OidcCheck;
import dev.sluice.api.token.Principal;
import dev.sluice.api.token.TokenCheck;
import dev.sluice.api.token.Tokens;
import dev.sluice.events.principal.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may call what.
public final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final String ASK = "ask an admin for a new one";

  private final Tokens tokens;
  private final Optional<Sessions> sessions;
  private final SessionCookie cookie;
  private final Optional<Oidc> oidc;

  /// @param sessions whose cookies count too; empty if the API has no pages
  /// @param oidc the provider whose tokens count too
  /// @param isSecure whether the API speaks HTTPS
  public Authenticator(
      Tokens tokens, Optional<Sessions> sessions, Optional<Oidc> oidc, boolean isSecure) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.oidc = oidc;
    this.cookie = SessionCookie.ofSession(isSecure);
  }

  /// Who sends a request: the header `Authorization` counts, and without one the session.
  ///
  /// @throws ProblemException 401; 403 if a session's request that changes something does not say
  ///     what another site's page cannot know
  public Principal authenticate(Credentials credentials) {
    if (!Credentials.isByHeader(credentials.authorization()) && sessions.isPresent()) {
      Optional<String> secret = cookie.find(credentials.cookies());
      if (secret.isPresent()) {
        return bySession(sessions.get().find(secret.get()), credentials);
      }
    }
    return byToken(credentials.authorization());
  }

  /// Who sends a request that needs nobody; empty if nobody is known.
  public Optional<Principal> recognize(Credentials credentials) {
    try {
      return Optional.of(authenticate(credentials));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private Principal byToken(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.unauthorized("expected the header Authorization: Bearer TOKEN").asException();
    }
    String token = authorization.substring(SCHEME.length()).strip();
    if (oidc.isPresent() && Oidc.isToken(token)) {
      return require(oidc.get().check(token)).principal();
    }
    return require(tokens.check(token));
  }

  private Principal bySession(Optional<Session> found, Credentials credentials) {
    Session session =
        found.orElseThrow(() -> Problem.unauthorized("the session is over").asException());
    Principal principal =
        switch (session.login()) {
          case Login.ByToken(var digest) -> require(tokens.check(digest));
          case Login.ByProvider(var known) -> known;
        };
    if (!credentials.isReading() && !isSame(session.csrf(), credentials.csrf())) {
      throw Problem.forbidden(
              "expected the header %s that belongs to the session"
                  .formatted(Credentials.CSRF_HEADER))
          .withAdvice("GET /api/v1/session tells it; or use a token instead of the cookie")
          .asException();
    }
    return principal;
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /// Whom a token belongs to that opens.
  ///
  /// @throws ProblemException 401 if it does not
  static Principal require(TokenCheck check) {
    return switch (check) {
      case TokenCheck.Valid(var principal) -> principal;
      case TokenCheck.Unknown() -> throw Problem.unauthorized("the token is unknown").asException();
      case TokenCheck.Expired(var principal, var at) ->
          throw Problem.unauthorized("the token of %s expired at %s".formatted(principal, at))
              .withAdvice(ASK)
              .asException();
      case TokenCheck.Revoked(var principal) ->
          throw Problem.unauthorized("the token of %s was revoked".formatted(principal))
              .withAdvice(ASK)
              .asException();
    };
  }

  /// Whom the provider vouches for.
  ///
  /// @throws ProblemException 401 if for nobody, 403 if for somebody who may do nothing here, 503
  ///     if it cannot be asked
  static OidcCheck.Valid require(OidcCheck check) {
    return switch (check) {
      case OidcCheck.Valid valid -> valid;
      case OidcCheck.Refused(var why) ->
          throw Problem.unauthorized(why).withAdvice("log in again").asException();
      case OidcCheck.WithoutRole(var principal, var why) ->
          throw Problem.forbidden(principal + ": " + why)
              .withAdvice("ask who administers the provider, or api.oidc.grants of this program")
              .asException();
      case OidcCheck.Away(var why) ->
          throw Problem.unavailable(why)
              .withAdvice("tokens made with 'sluice token create' work meanwhile")
              .asException();
    };
  }

  /// Refuses who has none of a route's roles.
  ///
  /// @throws ProblemException 403
  public void authorize(Principal principal, Route route) {
    if (!principal.holdsOne(route.roles())) {
      throw Problem.forbidden("token %s: its roles do not allow this".formatted(principal.name()))
          .with("one of " + words(route.roles()), words(principal.roles()))
          .withAdvice("ask an admin for a token with such a role")
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
