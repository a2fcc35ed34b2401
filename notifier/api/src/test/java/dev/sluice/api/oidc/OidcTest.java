package dev.sluice.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.api.Answer;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Route;
import dev.sluice.api.access.Sessions;
import dev.sluice.api.contract.Checked;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.api.provider.TestProvider;
import dev.sluice.api.server.ApiConfig;
import dev.sluice.api.server.ApiServer;
import dev.sluice.api.server.Browsers;
import dev.sluice.api.site.Site;
import dev.sluice.api.token.TokenTable;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.program.admin.Health;
import dev.sluice.tuf.digest.Digest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcTest {
  private static final URI PAGE = URI.create("http://127.0.0.1:1/console/");
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final String OWN = "sluice_own-token";

  private final HttpClient browser = HttpClient.newHttpClient();
  private final TokenTable tokens = new TokenTable(InstantSource.system());
  private TestProvider provider;
  private ApiServer server;

  /// Who called.
  record Caller(String name) {}

  private static List<Route> routes() {
    return List.of(
        Route.get("/caller")
            .summary("Who calls")
            .answers(200, Caller.class)
            .to(request -> Answer.ok(new Caller(request.principal().name()))),
        Route.post("/orders")
            .summary("Orders")
            .roles(Role.OPERATOR)
            .answers(201, Caller.class)
            .to(request -> Answer.created("/x", new Caller(request.principal().name()))));
  }

  @BeforeEach
  void start() throws Exception {
    provider = TestProvider.start();
    tokens.see(
        new PrincipalChanged(
            "own",
            Digest.sha256(OWN.getBytes(StandardCharsets.UTF_8)),
            Set.of(Role.VIEWER),
            Set.of(),
            Optional.empty(),
            false,
            "test"));
    ApiRoutes component = OidcTest::routes;
    server =
        ApiServer.start(
            "words",
            ApiConfig.loopback().with(provider.config(PAGE)),
            tokens,
            List.of(component),
            new SimpleMeterRegistry(),
            Optional.of(
                new Browsers(
                    new Site("/console/", OidcTest.class, "pages", List.of()),
                    new Sessions(tokens, InstantSource.system()))));
  }

  @AfterEach
  void stop() {
    server.close();
    provider.close();
    browser.shutdownNow();
  }

  private Checked callWith(String bearer) throws IOException, InterruptedException {
    try (var client = new CheckedClient(server.uri(), bearer)) {
      return client.get("/caller");
    }
  }

  @Test
  void givenTokenOfTheProvider_whenItCalls_thenItsSubjectAndRolesCount() throws Exception {
    String viewer = provider.sign(provider.claims().claim("email", "eve@example.com").build());
    String operator =
        provider.sign(TestProvider.roles(provider.claims(), "operator", "other").build());

    assertThat(callWith(viewer).json().path("name").asText()).isEqualTo("oidc:ada");
    try (var client = new CheckedClient(server.uri(), viewer)) {
      assertThat(client.post("/orders", "").status()).isEqualTo(403);
    }
    try (var client = new CheckedClient(server.uri(), operator)) {
      assertThat(client.post("/orders", "").status()).isEqualTo(201);
    }
    assertThat(callWith(OWN).json().path("name").asText()).isEqualTo("own");
  }

  /// A token that opens nothing, and what the refusal says.
  private record Bad(String name, String token, int status, String says) {}

  private List<Bad> bad() throws Exception {
    var now = Instant.now();
    var claims = provider.claims();
    JWTClaimsSet good = claims.build();
    var shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good);
    shared.sign(new MACSigner("a secret that is long enough for a signature"));
    String[] parts = provider.sign(good).split("\\.", -1);
    try (var other = TestProvider.start()) {
      return List.of(
          new Bad(
              "audience", provider.sign(provider.claims().audience("another").build()), 401, "aud"),
          new Bad(
              "issuer",
              provider.sign(provider.claims().issuer("https://other.example").build()),
              401,
              "iss"),
          new Bad(
              "expired",
              provider.sign(
                  provider.claims().expirationTime(Date.from(now.minusSeconds(2))).build()),
              401,
              "Expired"),
          new Bad(
              "too early",
              provider.sign(
                  provider.claims().notBeforeTime(Date.from(now.plusSeconds(300))).build()),
              401,
              "before"),
          new Bad(
              "endless", provider.sign(provider.claims().expirationTime(null).build()), 401, "exp"),
          new Bad("nobody", provider.sign(provider.claims().subject(null).build()), 401, "sub"),
          new Bad("alg none", new PlainJWT(good).serialize(), 401, "without a signature"),
          new Bad("shared key", shared.serialize(), 401, "algorithm"),
          new Bad("unknown key", other.sign(good), 401, "key"),
          new Bad(
              "changed",
              parts[0] + "." + new PlainJWT(good).serialize().split("\\.", -1)[1] + ".AAAA",
              401,
              "signature"),
          new Bad("no JWT", "a.b.c", 401, "refused"),
          new Bad(
              "unknown role",
              provider.sign(TestProvider.roles(provider.claims(), "cook").build()),
              403,
              "got 'cook'"),
          new Bad(
              "no role",
              provider.sign(provider.claims().claim("access", null).build()),
              403,
              "got none"),
          new Bad(
              "two products",
              provider.sign(
                  TestProvider.roles(provider.claims(), "oven-publishers", "demo-operators")
                      .build()),
              403,
              "publisher of [oven], operator of [demo]"));
    }
  }

  @Test
  void givenTokensThatAreNotAsTheyShouldBe_whenTheyCall_thenEachIsRefusedByName() throws Exception {
    for (Bad bad : bad()) {
      Checked answer = callWith(bad.token());
      assertThat(answer.status()).as(bad.name()).isEqualTo(bad.status());
      assertThat(answer.json().path("detail").asText()).as(bad.name()).contains(bad.says());
    }
  }

  @Test
  void givenKeysThatChange_whenTokensComeWithNewOnes_thenTheyAreAskedForAgainButNotByEach()
      throws Exception {
    assertThat(callWith(provider.sign(provider.claims().build())).status()).isEqualTo(200);
    provider.rotate();

    assertThat(callWith(provider.sign(provider.claims().build())).status()).isEqualTo(200);

    try (var other = TestProvider.start()) {
      for (int i = 0; i < 10; i++) {
        other.rotate();
        assertThat(callWith(other.sign(provider.claims().build())).status()).isEqualTo(401);
      }
    }
    assertThat(provider.keysAsked).hasValueGreaterThan(1).hasValueLessThan(5);
  }

  @Test
  void givenProviderThatIsAway_whenTokensCall_thenItsOwnWaitAndOursOpen() throws Exception {
    String token = provider.sign(provider.claims().build());
    provider.close();
    var health = new Health();
    server.watch(health);

    Checked answer = callWith(token);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("detail").asText())
        .contains(provider.issuer() + " does not answer");
    assertThat(callWith(OWN).status()).isEqualTo(200);
    assertThat(health.notes().get("oidc")).startsWith("does not answer");
    assertThat(health.states()).allMatch(state -> state.problem().isEmpty());
  }

  /// What a browser keeps between its requests.
  private static final class Visit {
    private final Map<String, String> cookies = new java.util.TreeMap<>();

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

  private Checked send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    try (var client = new CheckedClient(server.uri(), "")) {
      return client.call(method, path, body, headers);
    }
  }

  /// Begins a login and lets the provider send the browser back: the body for the callback.
  private String begin(Visit visit) throws IOException, InterruptedException {
    Checked started = send("POST", "/session/oidc/start", "", Map.of());
    assertThat(started.status()).isEqualTo(201);
    visit.take(started);
    assertThat(started.header("Set-Cookie")).contains("HttpOnly; SameSite=Strict");
    var address = URI.create(started.json().path("address").asText());
    assertThat(address.getQuery()).contains("code_challenge_method=S256", "scope=openid+groups");
    var back = browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    String location = back.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith(PAGE.toString());
    Map<String, String> query =
        Stream.of(URI.create(location).getQuery().split("&", -1))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return "{\"code\":\"%s\",\"state\":\"%s\"}".formatted(query.get("code"), query.get("state"));
  }

  private Checked callback(Visit visit, String body) throws IOException, InterruptedException {
    return send("POST", "/session/oidc/callback", body, visit.headers());
  }

  private static void assertRefused(Checked answer, int status, String says) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).contains(says);
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void givenLogin_whenTheProviderVouches_thenASessionOpensAndEndsWithItsToken() throws Exception {
    assertThat(send("GET", "/session", "", Map.of()).json().path("signIn").asText())
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
    assertThat(send("GET", "/caller", "", visit.headers()).json().path("name").asText())
        .isEqualTo("oidc:ada");
    assertThat(send("POST", "/orders", "", visit.headers()).status()).isEqualTo(403);
    var withCsrf = new java.util.TreeMap<>(visit.headers());
    withCsrf.put("X-Sluice-Csrf", opened.json().path("csrf").asText());
    assertThat(send("POST", "/orders", "", withCsrf).status()).isEqualTo(201);
    assertThat(send("POST", "/session/links", "", withCsrf).status()).isEqualTo(403);
    assertThat(send("DELETE", "/session", "", withCsrf).status()).isEqualTo(204);
    assertThat(send("GET", "/caller", "", visit.headers()).status()).isEqualTo(401);
  }

  @Test
  void givenLogin_whenItsTokenEnds_thenTheSessionIsOver() throws Exception {
    provider.person = claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(2)));
    var visit = new Visit();
    visit.take(callback(visit, begin(visit)));

    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(send("GET", "/caller", "", visit.headers()).status()).isEqualTo(401));
  }

  @Test
  void givenLogin_whenItsAnswerIsNotItsOwn_thenItIsRefusedByName() throws Exception {
    var visit = new Visit();
    String body = begin(visit);
    assertRefused(send("POST", "/session/oidc/callback", body, JSON), 401, "another browser");
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
    var crossSite = new java.util.TreeMap<>(visit.headers());
    crossSite.put("Sec-Fetch-Site", "cross-site");
    assertRefused(
        send("POST", "/session/oidc/callback", last, crossSite), 403, "the console's own page");
    provider.close();
    assertRefused(callback(visit, last), 503, "does not answer");
  }
}
