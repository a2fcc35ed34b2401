package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.contract.Checked;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.events.principal.PrincipalChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A browser's session, without a browser: cookies and headers as they go over the wire.
class ConsoleSessionTest {
  private static final String JSON = "application/json";
  private static final String PAUSE = "{\"order\":\"pause\",\"reason\":\"test\"}";

  private InMemoryConsole console;
  private CheckedClient browser;

  @BeforeEach
  void start() throws Exception {
    console = InMemoryConsole.start();
    console.put("demo/1", "admitting");
    browser = new CheckedClient(console.uri(), "");
  }

  @AfterEach
  void stop() {
    browser.close();
    console.close();
  }

  /// What a browser holds once it is logged in.
  private record Held(String cookie, String csrf) {}

  private Held login(String proof) throws Exception {
    Checked answer = browser.post("/session", proof);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    String cookie = answer.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("sluice-session=")
        .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200");
    return new Held(cookie.split(";", 2)[0], answer.json().path("csrf").asText());
  }

  private static String token(String name) {
    return "{\"token\":\"token-of-%s\"}".formatted(name);
  }

  private Checked call(String method, String path, String body, Held held, boolean withCsrf)
      throws Exception {
    Map<String, String> headers = new HashMap<>(Map.of("Cookie", held.cookie()));
    if (withCsrf) {
      headers.put("X-Sluice-Csrf", held.csrf());
    }
    if (!body.isEmpty()) {
      headers.put("Content-Type", JSON);
    }
    return browser.call(method, path, body, headers);
  }

  private int order(Held held, boolean withCsrf) throws Exception {
    return call("POST", "/rollouts/demo/1/orders", PAUSE, held, withCsrf).status();
  }

  private int read(Held held) throws Exception {
    return call("GET", "/rollouts", "", held, false).status();
  }

  @Test
  void givenProxyThatEndsHttps_whenLoggedIn_thenTheCookieGoesOverHttpsOnly() throws Exception {
    for (String proto : List.of("https", "http")) {
      Map<String, String> headers = Map.of("Content-Type", JSON, "X-Forwarded-Proto", proto);
      Checked answer = browser.call("POST", "/session", token("operator"), headers);

      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Set-Cookie").endsWith("; Secure"))
          .as(proto)
          .isEqualTo(proto.equals("https"));
    }
  }

  @Test
  void givenToken_whenLoggedIn_thenTheCookieReadsAndOrdersAsItsPrincipal() throws Exception {
    Held held = login(token("operator"));

    assertThat(read(held)).isEqualTo(200);
    assertThat(order(held, true)).isEqualTo(202);
    assertThat(console.sent).hasSize(1).first().asString().contains("operator");
    assertThat(call("GET", "/tokens", "", held, false).status()).isEqualTo(403);
    var who = call("GET", "/session", "", held, false).json();
    assertThat(who.path("name").asText()).isEqualTo("operator");
    assertThat(who.at("/roles/0").asText()).isEqualTo("operator");
    assertThat(who.at("/products/0").asText()).isEqualTo("demo");
    assertThat(who.path("csrf").asText()).isEqualTo(held.csrf());
  }

  @Test
  void givenSession_whenChangingWithoutItsCsrfHeader_thenForbidden() throws Exception {
    Held held = login(token("operator"));
    Held other = login(token("operator"));

    assertThat(order(held, false)).isEqualTo(403);
    assertThat(order(new Held(held.cookie(), other.csrf()), true)).isEqualTo(403);
    assertThat(order(new Held(held.cookie(), ""), true)).isEqualTo(403);
    assertThat(call("DELETE", "/session", "", held, false).status()).isEqualTo(403);
    assertThat(console.sent).isEmpty();
  }

  @Test
  void givenWrongProof_whenLoggingIn_thenRefused() throws Exception {
    for (String name : new String[] {"stranger", "expired", "revoked"}) {
      assertThat(browser.post("/session", token(name)).status()).as(name).isEqualTo(401);
    }
    assertThat(browser.post("/session", "{\"code\":\"x\"}").status()).isEqualTo(401);
    assertThat(browser.post("/session", "{}").status()).isEqualTo(422);
    assertThat(browser.post("/session", "{\"token\":\"a\",\"code\":\"b\"}").status())
        .isEqualTo(422);
    assertThat(
            browser
                .call(
                    "POST",
                    "/session",
                    token("operator"),
                    Map.of("Content-Type", JSON, "Sec-Fetch-Site", "cross-site"))
                .status())
        .isEqualTo(403);
    assertThat(browser.get("/session").json().has("name")).as("nobody is no mistake").isFalse();
  }

  @Test
  void givenSession_whenItsTokenIsRevoked_thenItEnds() throws Exception {
    Held held = login(token("operator"));

    revoke("operator");

    assertThat(read(held)).isEqualTo(401);
    assertThat(order(held, true)).isEqualTo(401);
    assertThat(call("GET", "/session", "", held, false).json().has("name")).isFalse();
  }

  @Test
  void givenSession_whenItsTokenExpiresOrItsTimeIsOver_thenItEnds() throws Exception {
    PrincipalChanged viewer = console.tokens.find("viewer").orElseThrow();
    console.tokens.see(change(viewer, Optional.of(InMemoryConsole.NOW.plusSeconds(60)), false));
    Held soonOver = login(token("viewer"));
    Held whole = login(token("operator"));

    console.now = InMemoryConsole.NOW.plusSeconds(60);
    assertThat(read(soonOver)).isEqualTo(401);
    assertThat(read(whole)).isEqualTo(200);

    console.now = InMemoryConsole.NOW.plus(Duration.ofHours(12));
    assertThat(read(whole)).isEqualTo(401);
  }

  @Test
  void givenSession_whenLoggedOut_thenItEndsAndTheCookieGoes() throws Exception {
    Held held = login(token("operator"));

    Checked answer = call("DELETE", "/session", "", held, true);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Set-Cookie")).contains("Max-Age=0");
    assertThat(read(held)).isEqualTo(401);
  }

  @Test
  void givenLink_whenUsedTwice_thenItLogsInOnce() throws Exception {
    String code = code("admin");

    Held held = login("{\"code\":\"%s\"}".formatted(code));

    assertThat(call("GET", "/tokens", "", held, false).status()).isEqualTo(200);
    assertThat(browser.post("/session", "{\"code\":\"%s\"}".formatted(code)).status())
        .isEqualTo(401);
  }

  @Test
  void givenLink_whenTooOldOrItsTokenIsRevoked_thenItLogsNobodyIn() throws Exception {
    String old = code("admin");
    console.now = InMemoryConsole.NOW.plus(Duration.ofMinutes(10));
    assertThat(browser.post("/session", "{\"code\":\"%s\"}".formatted(old)).status())
        .isEqualTo(401);

    String orphan = code("operator");
    revoke("operator");
    assertThat(browser.post("/session", "{\"code\":\"%s\"}".formatted(orphan)).status())
        .isEqualTo(401);
  }

  @Test
  void givenSession_whenAskingForALink_thenForbidden() throws Exception {
    Held held = login(token("admin"));

    assertThat(call("POST", "/session/links", "", held, true).status()).isEqualTo(403);
    var emptyHeader =
        Map.of("Cookie", held.cookie(), "X-Sluice-Csrf", held.csrf(), "Authorization", "");
    assertThat(browser.call("POST", "/session/links", "", emptyHeader).status()).isEqualTo(403);
  }

  @Test
  void givenFollowerWithASession_whenTheTokenIsRevoked_thenItsStreamEnds() throws Exception {
    Held held = login(token("operator"));
    var ended = new CountDownLatch(1);
    var response = browser.follow("/rollouts/events", Map.of("Cookie", held.cookie()));
    assertThat(response.statusCode()).isEqualTo(200);
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  response.body().forEach(_ -> {});
                  ended.countDown();
                });

    revoke("operator");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              // The stream is looked at when it has something to say.
              console.put("demo/1", "soaking");
              return ended.await(50, TimeUnit.MILLISECONDS);
            });
    reader.join();
  }

  private String code(String name) throws Exception {
    try (CheckedClient client = console.as(name)) {
      Checked made = client.post("/session/links", "{}");
      assertThat(made.status()).isEqualTo(201);
      String path = made.json().path("path").asText();
      assertThat(path).startsWith("/console/#/login/");
      return path.substring("/console/#/login/".length());
    }
  }

  private void revoke(String name) {
    PrincipalChanged known = console.tokens.find(name).orElseThrow();
    console.tokens.see(change(known, known.expires(), true));
  }

  private static PrincipalChanged change(
      PrincipalChanged known, Optional<Instant> expires, boolean revoked) {
    return new PrincipalChanged(
        known.principal(),
        known.tokenSha256(),
        known.roles(),
        known.products(),
        expires,
        revoked,
        "test");
  }
}
