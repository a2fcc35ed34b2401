package dev.sluice.api.access;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.token.Principal;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Sessions of browsers: opened with a token or a login code, shown, closed.
public final class SessionRoutes implements ApiRoutes {
  static final String NO_STORE = "no-store";

  private static final Set<String> OWN_PAGES = Set.of("", "same-origin", "none");

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final String home;
  private final Optional<String> signIn;

  /// @param isSecure whether the API speaks HTTPS
  /// @param home path of the page that takes login codes
  /// @param signIn what the OpenID Connect provider is called, if people log in with it
  public SessionRoutes(Sessions sessions, boolean isSecure, String home, Optional<String> signIn) {
    this.sessions = sessions;
    this.cookie = SessionCookie.ofSession(isSecure);
    this.home = home;
    this.signIn = signIn;
  }

  /// What opens a session: one of the two.
  record LoginBody(Optional<String> token, Optional<String> code) {}

  /// Who calls.
  ///
  /// @param name absent if nobody is known
  /// @param products to which orders are limited; see the token
  /// @param csrf what requests with the session's cookie say in the header `X-Sluice-Csrf` when
  ///     they change something; absent without a session
  /// @param ends when the session is over, unless its token ends before
  /// @param signIn what the provider is called with which people log in; absent if there is none
  record SessionAnswer(
      Optional<String> name,
      List<Role> roles,
      List<ProductName> products,
      Optional<String> csrf,
      Optional<Instant> ends,
      Optional<String> signIn) {
    static SessionAnswer nobody(Optional<String> signIn) {
      return new SessionAnswer(
          Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), signIn);
    }

    static SessionAnswer of(
        Principal principal, Optional<Session> session, Optional<String> signIn) {
      return new SessionAnswer(
          Optional.of(principal.name()),
          List.copyOf(new TreeSet<>(principal.roles())),
          List.copyOf(new TreeSet<>(principal.products())),
          session.map(Session::csrf),
          session.map(Session::ends),
          signIn);
    }
  }

  /// A link that opens one session.
  ///
  /// @param path of the page, with the code behind `#`, which browsers send to no server
  /// @param ends until when it works
  record LoginLink(String path, Instant ends) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/session")
            .summary("Who calls, by token or session; nobody is no mistake")
            .open()
            .answers(200, SessionAnswer.class)
            .to(this::show),
        Route.post("/session")
            .summary("Opens a browser's session with a token or a login code")
            .open()
            .body(LoginBody.class)
            .answers(201, SessionAnswer.class)
            .to(this::login),
        Route.delete("/session")
            .summary("Closes the session")
            .roles(Role.values())
            .answersNothing()
            .to(this::logout),
        Route.post("/session/links")
            .summary("Makes a link that logs its caller in to the console, once")
            .roles(Role.values())
            .answers(201, LoginLink.class)
            .to(this::link));
  }

  private Answer show(ApiRequest request) {
    return Answer.ok(
        request
            .caller()
            .map(principal -> SessionAnswer.of(principal, session(request), signIn))
            .orElseGet(() -> SessionAnswer.nobody(signIn)));
  }

  /// The session whose cookie counts: a header `Authorization` comes first.
  private Optional<Session> session(ApiRequest request) {
    boolean isByHeader = Credentials.isByHeader(request.header("Authorization").orElse(""));
    return isByHeader ? Optional.empty() : secret(request).flatMap(sessions::find);
  }

  private Optional<String> secret(ApiRequest request) {
    return request.header("Cookie").flatMap(cookie::find);
  }

  private Answer login(ApiRequest request) {
    requireOwnPage(request);
    Digest token = token(request.body(LoginBody.class));
    Principal principal = Authenticator.require(sessions.tokens().check(token));
    return opened(request, principal, sessions.open(token));
  }

  /// Another site's page logs nobody in.
  static void requireOwnPage(ApiRequest request) {
    if (!OWN_PAGES.contains(request.header("Sec-Fetch-Site").orElse(""))) {
      throw Problem.forbidden("a session is opened by the console's own page").asException();
    }
  }

  /// Another login in the same browser leaves no session behind.
  Answer opened(ApiRequest request, Principal principal, Sessions.Opened opened) {
    secret(request).ifPresent(sessions::close);
    return new Answer.Document(
        201,
        Optional.of(SessionAnswer.of(principal, Optional.of(opened.session()), signIn)),
        Map.of(
            "Set-Cookie",
            cookie.set(opened.secret(), request.header(SessionCookie.FORWARDED).orElse("")),
            "Cache-Control",
            NO_STORE));
  }

  private Digest token(LoginBody body) {
    if (body.token().isPresent() == body.code().isPresent()) {
      String mistake = "expected either a token or a code";
      throw Problem.invalid(mistake, List.of(mistake)).asException();
    }
    if (body.token().isPresent()) {
      return Digest.sha256(body.token().get().strip().getBytes(StandardCharsets.UTF_8));
    }
    return sessions
        .useCode(body.code().orElseThrow())
        .orElseThrow(
            () ->
                Problem.unauthorized(
                        "the login link was used already, or is older than %d minutes"
                            .formatted(Sessions.CODE_LIFETIME.toMinutes()))
                    .withAdvice("'sluice console' makes another")
                    .asException());
  }

  private Answer logout(ApiRequest request) {
    secret(request).ifPresent(sessions::close);
    return new Answer.Document(204, Optional.empty(), Map.of("Set-Cookie", cookie.clear()));
  }

  private Answer link(ApiRequest request) {
    if (session(request).isPresent()) {
      // Otherwise a session could renew itself for ever.
      throw Problem.forbidden("a login link is made with a token, not with a session")
          .asException();
    }
    String name = request.principal().name();
    Digest token =
        sessions
            .tokens()
            .find(name)
            .map(PrincipalChanged::tokenSha256)
            .orElseThrow(
                () ->
                    Problem.notFound("token " + name + ": there is none")
                        .withAdvice("whom a provider vouches for logs in on the console's page")
                        .asException());
    Sessions.Code code = sessions.makeCode(token);
    return new Answer.Document(
        201,
        Optional.of(new LoginLink(home + "#/login/" + code.code(), code.ends())),
        Map.of("Cache-Control", NO_STORE));
  }
}
