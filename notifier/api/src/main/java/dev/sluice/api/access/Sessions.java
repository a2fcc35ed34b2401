package dev.sluice.api.access;

import dev.sluice.api.oidc.SignIn;
import dev.sluice.api.token.Tokens;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The sessions of browsers, and the codes that open one without a token being typed. For any
/// number of threads.
///
/// They live in memory: a restart ends them, and another instance of the program knows nothing of
/// them. A session ends after [#LIFETIME], or when the token behind it expires or is revoked; one
/// that the OpenID Connect provider vouched for, when its token ends.
public final class Sessions {
  /// How long a session lasts: a working day.
  public static final Duration LIFETIME = Duration.ofHours(12);

  /// How long a login code waits to be used; it opens one session.
  public static final Duration CODE_LIFETIME = Duration.ofMinutes(10);

  /// Of one token: a person's browsers and machines. One more ends the oldest.
  private static final int MAX_SESSIONS = 20;

  private static final int MAX_CODES = 10;

  /// Of all browsers together, for nobody is known yet. One more ends the oldest.
  private static final int MAX_SIGN_INS = 1_000;

  private static final Digest NOBODY = Digest.sha256("".getBytes(StandardCharsets.UTF_8));

  private final Tokens tokens;
  private final Secrets<Session> sessions;
  private final Secrets<Digest> codes;
  private final Secrets<SignIn> signIns;
  private final InstantSource clock;

  /// @param tokens asked again on every call
  public Sessions(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.sessions = new Secrets<>(LIFETIME, MAX_SESSIONS, clock);
    this.codes = new Secrets<>(CODE_LIFETIME, MAX_CODES, clock);
    this.signIns = new Secrets<>(CODE_LIFETIME, MAX_SIGN_INS, clock);
    this.clock = clock;
  }

  /// A session just opened.
  ///
  /// @param secret for the cookie
  record Opened(String secret, Session session) {}

  /// A login code just made.
  record Code(String code, Instant ends) {}

  Opened open(Digest token) {
    return open(new Login.ByToken(token), sessions.end());
  }

  /// @param ends when what it is opened with ends
  Opened open(Login login, Instant ends) {
    Instant end = sessions.end();
    var session = new Session(login, Secrets.random(), ends.isBefore(end) ? ends : end);
    return new Opened(sessions.give(login.owner(), session), session);
  }

  Optional<Session> find(String secret) {
    return sessions.find(secret).filter(session -> clock.instant().isBefore(session.ends()));
  }

  /// A secret for the browser that has begun a login at the provider.
  String begin(SignIn signIn) {
    return signIns.give(NOBODY, signIn);
  }

  /// The login that a browser has begun; a second time there is none.
  Optional<SignIn> useSignIn(String secret) {
    return signIns.take(secret);
  }

  void close(String secret) {
    var _ = sessions.take(secret);
  }

  Code makeCode(Digest token) {
    Instant ends = codes.end();
    return new Code(codes.give(token, token), ends);
  }

  /// The token that a code stands for; a second time it stands for nothing.
  Optional<Digest> useCode(String code) {
    return codes.take(code);
  }

  /// What the sessions' tokens are checked with.
  Tokens tokens() {
    return tokens;
  }
}
