package dev.sluice.api.access;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.access.SessionRoutes.SessionAnswer;
import dev.sluice.api.oidc.Oidc;
import dev.sluice.api.oidc.OidcCheck;
import dev.sluice.api.oidc.SignIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Logins with the OpenID Connect provider: begun, and ended with what it sends the browser back
/// with.
///
/// The provider sends people to the console's page, not to a route: the page takes the answer out
/// of the address and brings it here, in a request of its own site, so that the cookies can stay
/// strict. The login is bound to the browser that began it by a cookie, and used up by the first
/// answer, whatever that is.
public final class SignInRoutes implements ApiRoutes {
  private final Oidc oidc;
  private final Sessions sessions;
  private final SessionRoutes opener;
  private final SessionCookie cookie;

  /// @param opener answers with the session that was opened
  /// @param isSecure whether the API speaks HTTPS
  public SignInRoutes(Oidc oidc, Sessions sessions, SessionRoutes opener, boolean isSecure) {
    this.oidc = oidc;
    this.sessions = sessions;
    this.opener = opener;
    this.cookie = SessionCookie.ofSignIn(isSecure);
  }

  /// A login that has begun.
  ///
  /// @param address the provider's page, where the browser goes now
  record SignInAnswer(String address) {}

  /// What the provider sent the browser back with.
  record CallbackBody(String code, String state) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/session/oidc/start")
            .summary("Begins a login with the OpenID Connect provider")
            .open()
            .answers(201, SignInAnswer.class)
            .to(this::start),
        Route.post("/session/oidc/callback")
            .summary("Opens a browser's session with what the provider sent it back with")
            .open()
            .body(CallbackBody.class)
            .answers(201, SessionAnswer.class)
            .to(this::callback));
  }

  private Answer start(ApiRequest request) throws IOException {
    SessionRoutes.requireOwnPage(request);
    SignIn begun = oidc.begin();
    return new Answer.Document(
        201,
        Optional.of(new SignInAnswer(begun.address().toString())),
        Map.of(
            "Set-Cookie",
            cookie.set(sessions.begin(begun), request.header(SessionCookie.FORWARDED).orElse("")),
            "Cache-Control",
            SessionRoutes.NO_STORE));
  }

  private Answer callback(ApiRequest request) {
    SessionRoutes.requireOwnPage(request);
    CallbackBody body = request.body(CallbackBody.class);
    SignIn begun =
        request
            .header("Cookie")
            .flatMap(cookie::find)
            .flatMap(sessions::useSignIn)
            .orElseThrow(
                () ->
                    refusal(
                        "the login was used already, was begun in another browser, or is older than %d minutes"
                            .formatted(Sessions.CODE_LIFETIME.toMinutes())));
    if (!isSame(begun.state(), body.state())) {
      throw refusal("expected the state of the login that this browser began, got another");
    }
    OidcCheck.Valid known = Authenticator.require(oidc.finish(begun, body.code()));
    return opener.opened(
        request,
        known.principal(),
        sessions.open(new Login.ByProvider(known.principal()), known.ends()));
  }

  private static RuntimeException refusal(String why) {
    return Problem.unauthorized(why).withAdvice("log in again").asException();
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
