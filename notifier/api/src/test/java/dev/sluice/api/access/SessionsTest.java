package dev.sluice.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.token.TokenTable;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Digest TOKEN = Digest.sha256("token".getBytes(StandardCharsets.UTF_8));

  private static final Digest OTHER = Digest.sha256("other".getBytes(StandardCharsets.UTF_8));

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final Sessions sessions = new Sessions(new TokenTable(() -> now), () -> now);

  @Test
  void givenSession_whenItsTimeIsOver_thenItIsGone() {
    String secret = sessions.open(TOKEN).secret();
    pass(Sessions.LIFETIME.minusMillis(1));
    assertThat(sessions.find(secret)).map(Session::login).contains(new Login.ByToken(TOKEN));

    pass(Duration.ofMillis(1));

    assertThat(sessions.find(secret)).isEmpty();
  }

  @Test
  void givenSession_whenClosed_thenOnlyItIsGone() {
    var first = sessions.open(TOKEN);
    var other = sessions.open(TOKEN);

    sessions.close(first.secret());

    assertThat(sessions.find(first.secret())).isEmpty();
    assertThat(sessions.find(other.secret())).isPresent();
    assertThat(first.session().csrf()).isNotEqualTo(other.session().csrf());
  }

  @Test
  void givenCode_whenUsedTwice_thenTheSecondTimeItStandsForNothing() {
    String code = sessions.makeCode(TOKEN).code();

    assertThat(sessions.useCode(code)).contains(TOKEN);
    assertThat(sessions.useCode(code)).isEmpty();
  }

  @Test
  void givenCode_whenTooOld_thenItStandsForNothing() {
    String code = sessions.makeCode(TOKEN).code();

    pass(Sessions.CODE_LIFETIME);

    assertThat(sessions.useCode(code)).isEmpty();
  }

  @Test
  void givenMoreSessionsThanATokenMayHave_whenOpened_thenItsOldestGoAndNoOther() {
    String other = sessions.open(OTHER).secret();
    String code = sessions.makeCode(OTHER).code();
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      secrets.add(sessions.open(TOKEN).secret());
      sessions.makeCode(TOKEN);
    }

    assertThat(sessions.find(secrets.getFirst())).isEmpty();
    assertThat(sessions.find(secrets.get(1))).isPresent();
    assertThat(sessions.find(other)).isPresent();
    assertThat(sessions.useCode(code)).contains(OTHER);
    assertThat(sessions.find("x".repeat(100_000))).isEmpty();
  }

  @Test
  void givenCookies_whenRead_thenOnlyOursCounts() {
    var plain = SessionCookie.ofSession(false);
    var secure = SessionCookie.ofSession(true);

    assertThat(plain.find("a=b; sluice-session=s1; c=d")).contains("s1");
    assertThat(plain.find("xsluice-session=s1")).isEmpty();
    assertThat(plain.find("sluice-session=")).isEmpty();
    assertThat(secure.find("sluice-session=s1; __Host-sluice-session=s2")).contains("s2");
    assertThat(secure.set("s", ""))
        .isEqualTo(
            "__Host-sluice-session=s; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure");
    assertThat(plain.set("s", "https")).startsWith("sluice-session=s;").endsWith("; Secure");
    assertThat(plain.set("s", "http")).doesNotContain("Secure");
    assertThat(plain.clear())
        .isEqualTo("sluice-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
