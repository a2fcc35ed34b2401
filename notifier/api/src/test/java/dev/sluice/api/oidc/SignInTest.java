package dev.sluice.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.contract.Checked;
import dev.sluice.api.provider.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Logins of people whom the provider vouches for.
class SignInTest {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private final HttpClient browser = HttpClient.newHttpClient();
  private ApiWithProvider api;
  private TestProvider provider;

  @BeforeEach
  void start() throws Exception {
    api = ApiWithProvider.start();
    provider = api.provider();
  }

  @AfterEach
  void stop() {
    api.close();
    browser.shutdownNow();
  }

  /// What a browser keeps between its requests.
  private static final class Visit {
    private final Map<String, String> cookies = new TreeMap<>();

    void take(Checked answer) {
      String[] pair = answer.header("Set-Cookie").split(";", 2)[0].split("=", 2);
      cookies.put(pair[0], pair[1]);
    }

    Map<String, String> headers() {
      String all =
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; "));
      return Map.of("Content-Type", "application/json", "Cookie", all);
    }
  }

  /// Begins a login and lets the provider send the browser back: the body for the callback.
  private String begin(Visit visit) throws IOException, InterruptedException {
    Checked started = api.send("POST", "/session/oidc/start", "", Map.of());
    assertThat(started.status()).isEqualTo(201);
    visit.take(started);
    assertThat(started.header("Set-Cookie")).contains("HttpOnly; SameSite=Strict");
    var address = URI.create(started.json().path("address").asText());
    assertThat(address.getQuery()).contains("code_challenge_method=S256", "scope=openid+groups");
    var back = browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    String location = back.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith(ApiWithProvider.PAGE.toString());
    Map<String, String> query =
        Stream.of(URI.create(location).getQuery().split("&", -1))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return "{\"code\":\"%s\",\"state\":\"%s\"}".formatted(query.get("code"), query.get("state"));
  }

  private Checked callback(Visit visit, String body) throws IOException, InterruptedException {
    return api.send("POST", "/session/oidc/callback", body, visit.headers());
  }

  private static void assertRefused(Checked answer, int status, String says) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).contains(says);
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void givenLogin_whenTheProviderVouches_thenASessionOpensAndEndsWithItsToken() throws Exception {
    assertThat(api.send("GET", "/session", "", Map.of()).json().path("signIn").asText())
        .isEqualTo("Test provider");
    Instant end = Instant.now().plusSeconds(100);
    provider.person =
        claims -> TestProvider.roles(claims, "operator").expirationTime(Date.from(end));
    var visit = new Visit();

    Checked opened = callback(visit, begin(visit));

    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.json().path("name").asText()).isEqualTo("oidc:ada");
    assertThat(Instant.parse(opened.json().path("ends").asText()))
        .isBetween(end.minusSeconds(1), end);
    visit.take(opened);
    assertThat(api.send("GET", "/caller", "", visit.headers()).json().path("name").asText())
        .isEqualTo("oidc:ada");
    assertThat(api.send("POST", "/orders", "", visit.headers()).status()).isEqualTo(403);
    var withCsrf = new TreeMap<>(visit.headers());
    withCsrf.put("X-Sluice-Csrf", opened.json().path("csrf").asText());
    assertThat(api.send("POST", "/orders", "", withCsrf).status()).isEqualTo(201);
    assertThat(api.send("POST", "/session/links", "", withCsrf).status()).isEqualTo(403);
    assertThat(api.send("DELETE", "/session", "", withCsrf).status()).isEqualTo(204);
    assertThat(api.send("GET", "/caller", "", visit.headers()).status()).isEqualTo(401);
  }

  @Test
  void givenLogin_whenItsTokenEnds_thenTheSessionIsOver() throws Exception {
    provider.person = claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(2)));
    var visit = new Visit();
    visit.take(callback(visit, begin(visit)));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(api.send("GET", "/caller", "", visit.headers()).status())
                    .isEqualTo(401));
  }

  @Test
  void givenLogin_whenItsAnswerIsNotItsOwn_thenItIsRefusedByName() throws Exception {
    var visit = new Visit();
    String body = begin(visit);
    assertRefused(api.send("POST", "/session/oidc/callback", body, JSON), 401, "another browser");
    assertThat(callback(visit, body).status()).isEqualTo(201);
    assertRefused(callback(visit, body), 401, "used already");

    var other = new Visit();
    String foreign = begin(new Visit());
    begin(other);
    assertRefused(callback(other, foreign), 401, "state");
    assertRefused(callback(other, foreign), 401, "used already");

    String own = begin(visit);
    assertRefused(
        callback(visit, own.replaceFirst("\"code\":\"[^\"]*", "\"code\":\"made-up")),
        401,
        "invalid_grant");
    provider.person = claims -> claims.claim("nonce", "of another login");
    assertRefused(callback(visit, begin(visit)), 401, "nonce");
    provider.person = claims -> claims.audience("another");
    assertRefused(callback(visit, begin(visit)), 401, "aud");
    provider.person = claims -> TestProvider.roles(claims, "cook");
    assertRefused(callback(visit, begin(visit)), 403, "got 'cook'");
    provider.person = claims -> claims;
    String last = begin(visit);
    var crossSite = new TreeMap<>(visit.headers());
    crossSite.put("Sec-Fetch-Site", "cross-site");
    assertRefused(
        api.send("POST", "/session/oidc/callback", last, crossSite), 403, "the console's own page");
    provider.close();
    assertRefused(callback(visit, last), 503, "does not answer");
  }
}
