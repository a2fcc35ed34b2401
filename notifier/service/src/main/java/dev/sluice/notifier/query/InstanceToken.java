package dev.sluice.notifier.query;

import dev.sluice.api.token.Principal;
import dev.sluice.api.token.Tokens;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How an instance shows the others who it is: a token like those of people, made at its start,
/// known to the others by its SHA-256 from the topic `principals`, and held by nobody else.
///
/// It opens for [#LIFETIME] and is renewed in time while the instance runs, so that one which is
/// gone is soon not believed any more. An admin who revokes it shuts the instance out until its
/// next start.
public final class InstanceToken implements AutoCloseable {
  /// How long the token of an instance that is gone still opens.
  static final Duration LIFETIME = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(InstanceToken.class);
  private static final Duration RENEWAL = LIFETIME.dividedBy(4);
  private static final int LENGTH_BYTES = 32;

  private final String name;
  private final String secret;
  private final Tokens tokens;
  private final Log log;
  private final InstantSource clock;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sluice-instance-token").factory());

  private InstanceToken(InstanceAddress own, Tokens tokens, Log log, InstantSource clock) {
    byte[] random = new byte[LENGTH_BYTES];
    new SecureRandom().nextBytes(random);
    this.name = Principal.INSTANCE_PREFIX + own.word();
    this.secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    this.tokens = tokens;
    this.log = log;
    this.clock = clock;
  }

  /// Where tokens are announced.
  @FunctionalInterface
  public interface Log {
    /// @throws IOException if it is not safe there
    void send(PrincipalChanged change) throws IOException;
  }

  /// Makes a token and announces it; the caller closes it.
  ///
  /// @param tokens as all instances know them
  /// @throws IOException if it cannot be announced
  public static InstanceToken start(
      InstanceAddress own, Tokens tokens, Log log, InstantSource clock) throws IOException {
    var token = new InstanceToken(own, tokens, log, clock);
    token.announce();
    var _ =
        token.renewal.scheduleWithFixedDelay(
            token::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    return token;
  }

  private void announce() throws IOException {
    log.send(
        new PrincipalChanged(
            name,
            digest(),
            Set.of(Role.VIEWER),
            Set.of(),
            Optional.of(clock.instant().plus(LIFETIME)),
            false,
            "notifier"));
  }

  /// Lets it open for longer, unless it was revoked.
  void renew() {
    try {
      renewOrEnd();
    } catch (RuntimeException e) { // whatever it is: the executor would end the renewal silently
      LOG.atError()
          .addKeyValue("principal", name)
          .setCause(e)
          .log(
              "unexpected failure; the instance token was not renewed and is tried again later: if"
                  + " that lasts, other instances refuse this one, so restart it and report");
    }
  }

  private void renewOrEnd() {
    boolean isRevoked =
        tokens
            .find(name)
            .filter(known -> known.tokenSha256().equals(digest()) && known.revoked())
            .isPresent();
    if (isRevoked) {
      LOG.atWarn()
          .addKeyValue("principal", name)
          .log("instance token was revoked: other instances refuse this one until it is restarted");
      renewal.shutdown();
      return;
    }
    try {
      announce();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("principal", name)
          .addKeyValue("reason", e.getMessage())
          .log("instance token not renewed; tried again later");
    }
  }

  private Digest digest() {
    return Digest.sha256(secret.getBytes(StandardCharsets.UTF_8));
  }

  /// For the header `Authorization`.
  String bearer() {
    return "Bearer " + secret;
  }

  /// Ends its renewal.
  @Override
  public void close() {
    renewal.shutdownNow();
  }
}
