package dev.sluice.notifier.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.token.TokenCheck;
import dev.sluice.api.token.TokenTable;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A token that others know by its digest, for as long as its instance runs.
class InstanceTokenTest {
  private static final InstanceAddress OWN = new InstanceAddress("notifier-1", 8090);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final VirtualClock clock = new VirtualClock();
  private final TokenTable tokens = new TokenTable(clock);

  @Test
  void givenInstance_whenItRuns_thenItsTokenOpensAndNotForLongAfterwards() throws IOException {
    try (var token = InstanceToken.start(OWN, tokens, tokens::see, clock)) {
      clock.advance(HALF_AN_HOUR);
      token.renew();
      clock.advance(HALF_AN_HOUR.plusSeconds(1));

      assertThat(check(token)).isInstanceOf(TokenCheck.Valid.class);
      assertThat(((TokenCheck.Valid) check(token)).principal().isInstance()).isTrue();

      clock.advance(HALF_AN_HOUR);

      assertThat(check(token)).isInstanceOf(TokenCheck.Expired.class);
    }
  }

  @Test
  void givenRevokedToken_whenRenewed_thenItStaysRevoked() throws IOException {
    try (var token = InstanceToken.start(OWN, tokens, tokens::see, clock)) {
      PrincipalChanged known = tokens.find("instance@notifier-1.8090").orElseThrow();
      tokens.see(
          new PrincipalChanged(
              known.principal(),
              known.tokenSha256(),
              known.roles(),
              known.products(),
              known.expires(),
              true,
              "ada"));

      token.renew();

      assertThat(check(token)).isInstanceOf(TokenCheck.Revoked.class);
    }
  }

  @Test
  void givenRestart_whenAnnounced_thenTheTokenBeforeOpensNoLonger() throws IOException {
    try (var before = InstanceToken.start(OWN, tokens, tokens::see, clock);
        var token = InstanceToken.start(OWN, tokens, tokens::see, clock)) {
      assertThat(check(before)).isInstanceOf(TokenCheck.Unknown.class);
      assertThat(check(token)).isInstanceOf(TokenCheck.Valid.class);
    }
  }

  @Test
  void givenBugInTheLog_whenRenewed_thenTheNextTurnRenews() throws IOException {
    var broken = new AtomicBoolean();
    InstanceToken.Log log =
        change -> {
          if (broken.get()) {
            throw new IllegalStateException("a bug");
          }
          tokens.see(change);
        };
    try (var token = InstanceToken.start(OWN, tokens, log, clock)) {
      broken.set(true);
      token.renew();
      broken.set(false);
      clock.advance(HALF_AN_HOUR);
      token.renew();
      clock.advance(HALF_AN_HOUR.plusSeconds(1));

      assertThat(check(token)).isInstanceOf(TokenCheck.Valid.class);
    }
  }

  @Test
  void givenNoLog_whenStarted_thenItSaysSo() {
    assertThatThrownBy(
            () ->
                InstanceToken.start(
                    OWN,
                    tokens,
                    _ -> {
                      throw new IOException("Kafka is away");
                    },
                    clock))
        .isInstanceOf(IOException.class)
        .hasMessage("Kafka is away");
  }

  private TokenCheck check(InstanceToken token) {
    return tokens.check(token.bearer().substring("Bearer ".length()));
  }
}
