package dev.sluice.api.access;

import dev.sluice.api.token.Tokens;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The sessions of browsers, and the codes that open one without a token being typed. For any
/// number of threads.
///
/// They live in memory: a restart ends them, and another instance of the program knows nothing of
/// them. A session ends after [#LIFETIME], or when the token behind it expires or is revoked.
public final class Sessions {
  /// How long a session lasts: a working day.
  public static final Duration LIFETIME = Duration.ofHours(12);

  /// How long a login code waits to be used; it opens one session.
  public static final Duration CODE_LIFETIME = Duration.ofMinutes(10);

  /// Of one token: a person's browsers and machines. One more ends the oldest.
  private static final int MAX_SESSIONS = 20;

  private static final int MAX_CODES = 10;

  private final Tokens tokens;
  private final Secrets<Session> sessions;
  private final Secrets<Digest> codes;

  /// @param tokens asked again on every call
  public Sessions(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.sessions = new Secrets<>(LIFETIME, MAX_SESSIONS, clock);
    this.codes = new Secrets<>(CODE_LIFETIME, MAX_CODES, clock);
  }

  /// A session just opened.
  ///
  /// @param secret for the cookie
  record Opened(String secret, Session session) {}

  /// A login code just made.
  record Code(String code, Instant ends) {}

  Opened open(Digest token) {
    var session = new Session(token, Secrets.random(), sessions.end());
    return new Opened(sessions.give(token, session), session);
  }

  Optional<Session> find(String secret) {
    return sessions.find(secret);
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
