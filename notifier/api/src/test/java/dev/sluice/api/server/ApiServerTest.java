package dev.sluice.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.contract.Checked;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.api.stream.Broadcast;
import dev.sluice.api.stream.ServerEvent;
import dev.sluice.api.token.TokenTable;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.program.config.ByteSize;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ApiServerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final List<String> WORDS =
      IntStream.range(10, 35).mapToObj(i -> "word-" + i).toList();

  record Word(String text) {}

  record NewWord(String text, Optional<Integer> times, Optional<ProductName> product) {}

  private final TokenTable tokens = new TokenTable(() -> NOW);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Broadcast broadcast = new Broadcast();
  private final AtomicInteger made = new AtomicInteger();

  private ApiServer server;
  private CheckedClient admin;

  private List<Route> routes() {
    return List.of(
        Route.get("/words")
            .summary("Words in order")
            .answersPage(Word.class)
            .to(
                request -> {
                  var page = request.page();
                  var following =
                      WORDS.stream().filter(w -> w.compareTo(page.after()) > 0).toList();
                  return Answer.ok(Page.of(following, page.limit(), w -> w).map(Word::new));
                }),
        Route.get("/words/events")
            .summary("Follows words")
            .answersEvents(Word.class)
            .to(_ -> Answer.events(broadcast)),
        Route.post("/words")
            .summary("Makes a word")
            .roles(Role.OPERATOR)
            .body(NewWord.class)
            .answers(201, Word.class)
            .to(
                request -> {
                  var body = request.body(NewWord.class);
                  body.product().ifPresent(request::requireProduct);
                  if (body.text().equals("taken")) {
                    throw Problem.conflict("word taken: there is one").asException();
                  }
                  int number = made.incrementAndGet();
                  return Answer.created("/api/v1/words/" + number, new Word(body.text() + number));
                }),
        Route.get("/words/{name}")
            .summary("One word")
            .answers(200, Word.class)
            .to(request -> Answer.ok(new Word(request.path("name")))),
        Route.get("/away")
            .summary("What needs something that is away")
            .answers(200, Word.class)
            .to(
                _ -> {
                  throw new IOException("the state moves to another instance");
                }),
        Route.get("/broken")
            .summary("A bug")
            .answers(200, Word.class)
            .to(
                _ -> {
                  throw new IllegalStateException("secret detail");
                }));
  }

  @BeforeEach
  void start() throws Exception {
    give("root", "root-token", Set.of(Role.ADMIN), Set.of(), Optional.empty(), false);
    give("ops", "ops-token", Set.of(Role.OPERATOR), Set.of("demo"), Optional.empty(), false);
    give("eye", "eye-token", Set.of(Role.VIEWER), Set.of(), Optional.empty(), false);
    give("old", "old-token", Set.of(Role.ADMIN), Set.of(), Optional.of(NOW), false);
    give("gone", "gone-token", Set.of(Role.ADMIN), Set.of(), Optional.empty(), true);
    ApiRoutes component = this::routes;
    var config =
        new ApiConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            new ByteSize(4096),
            new ByteSize(8192),
            100,
            1,
            Duration.ofMillis(100),
            Optional.empty());
    server = ApiServer.start("words", config, tokens, List.of(component), meters);
    admin = new CheckedClient(server.uri(), "root-token");
  }

  private void give(
      String name,
      String token,
      Set<Role> roles,
      Set<String> products,
      Optional<Instant> expires,
      boolean revoked) {
    var names = products.stream().map(ProductName::parse).collect(Collectors.toSet());
    var digest = Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
    tokens.see(new PrincipalChanged(name, digest, roles, names, expires, revoked, "test"));
  }

  @AfterEach
  void stop() {
    admin.close();
    server.close();
  }

  @Test
  void givenTokens_whenCalling_thenOnlyValidOnesOpen() throws Exception {
    assertThat(status("", "/words")).isEqualTo(401);
    assertThat(status("wrong", "/words")).isEqualTo(401);
    assertThat(status("old-token", "/words")).isEqualTo(401);
    assertThat(status("gone-token", "/words")).isEqualTo(401);
    assertThat(status("eye-token", "/words")).isEqualTo(200);
    try (var nobody = new CheckedClient(server.uri(), "")) {
      assertThat(nobody.get("/words").header("WWW-Authenticate")).startsWith("Bearer");
    }
    try (var old = new CheckedClient(server.uri(), "old-token")) {
      assertThat(old.get("/words").json().path("detail").asText()).contains("old expired at");
    }
  }

  private int status(String token, String path) throws Exception {
    try (var client = new CheckedClient(server.uri(), token)) {
      return client.get(path).status();
    }
  }

  @Test
  void givenTokenReplacedAndRevoked_whenCalling_thenTheOldOneOpensNoLonger() throws Exception {
    give("eye", "eye-second", Set.of(Role.VIEWER), Set.of(), Optional.empty(), false);
    assertThat(status("eye-token", "/words")).isEqualTo(401);
    assertThat(status("eye-second", "/words")).isEqualTo(200);

    give("eye", "eye-second", Set.of(Role.VIEWER), Set.of(), Optional.empty(), true);

    assertThat(status("eye-second", "/words")).isEqualTo(401);
  }

  @Test
  void givenRolesAndProducts_whenOrdering_thenOthersAreForbidden() throws Exception {
    try (var eye = new CheckedClient(server.uri(), "eye-token");
        var ops = new CheckedClient(server.uri(), "ops-token")) {
      assertThat(eye.post("/words", "{\"text\":\"a\"}").status()).isEqualTo(403);
      assertThat(ops.post("/words", "{\"text\":\"a\"}").status()).isEqualTo(201);
      assertThat(ops.post("/words", "{\"text\":\"a\",\"product\":\"demo\"}").status())
          .isEqualTo(201);
      assertThat(ops.post("/words", "{\"text\":\"a\",\"product\":\"other\"}").status())
          .isEqualTo(403);
    }
    assertThat(admin.post("/words", "{\"text\":\"a\",\"product\":\"other\"}").status())
        .isEqualTo(201);
  }

  @Test
  void givenWrongBodies_whenPosting_thenEveryMistakeIsNamed() throws Exception {
    assertThat(admin.post("/words", "{\"text\"").status()).isEqualTo(400);
    assertThat(admin.post("/words", "{\"text\":\"a\",\"text\":\"b\"}").status()).isEqualTo(400);

    var wrong = admin.post("/words", "{\"times\":\"x\",\"tezt\":1}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("mistakes").toString()).contains("text", "times", "tezt");

    var product = admin.post("/words", "{\"text\":\"a\",\"product\":\"NOT/VALID\"}");
    assertThat(product.status()).isEqualTo(422);
    assertThat(product.body()).contains("a product name");
  }

  @Test
  void givenLimits_whenTooLong_thenRefused() throws Exception {
    var body = "{\"text\":\"" + "x".repeat(5_000) + "\"}";
    assertThat(admin.post("/words", body).status()).isEqualTo(413);
    assertThat(admin.get("/words?limit=0").status()).isEqualTo(400);
    assertThat(admin.get("/words?limit=1001").status()).isEqualTo(400);
    assertThat(admin.get("/words?limit=x").json().path("detail").asText())
        .isEqualTo("limit: expected 1 to 1000, got x");
    assertThat(admin.get("/words?cursor=%21%21").json().path("detail").asText())
        .isEqualTo("cursor: expected what the page before said, got '!!'");
  }

  @Test
  void givenPages_whenFollowingCursors_thenEachItemOnce() throws Exception {
    List<String> seen = new ArrayList<>();
    String query = "?limit=10";
    int pages = 0;
    while (!query.isEmpty()) {
      var page = admin.get("/words" + query).json();
      page.path("items").forEach(item -> seen.add(item.path("text").asText()));
      pages++;
      query = page.has("next") ? "?limit=10&cursor=" + page.path("next").asText() : "";
    }

    assertThat(seen).isEqualTo(WORDS);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void givenIdempotencyKey_whenRepeated_thenOrderedOnce() throws Exception {
    var first = admin.post("/words", "{\"text\":\"a\"}", "key-1");
    var again = admin.post("/words", "{\"text\":\"a\"}", "key-1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(made).hasValue(1);

    assertThat(admin.post("/words", "{\"text\":\"b\"}", "key-1").status()).isEqualTo(422);
    assertThat(admin.post("/words", "{\"text\":\"a\"}", "k".repeat(129)).status()).isEqualTo(400);
    assertThat(admin.post("/words", "{\"text\":\"taken\"}", "key-2").status()).isEqualTo(409);
    try (var ops = new CheckedClient(server.uri(), "ops-token")) {
      assertThat(ops.post("/words", "{\"text\":\"b\"}", "key-1").status()).isEqualTo(201);
    }
  }

  @Test
  void givenMoreKeysThanAreKept_whenTheFirstIsUsedAgain_thenForgotten() throws Exception {
    for (int i = 0; i <= IdempotencyKeys.KEYS_PER_PRINCIPAL; i++) {
      assertThat(admin.post("/words", "{\"text\":\"a\"}", "key-" + i).status()).isEqualTo(201);
    }

    assertThat(admin.post("/words", "{\"text\":\"b\"}", "key-0").status()).isEqualTo(201);
  }

  @Test
  void givenUnknownPathsAndMethods_whenCalling_thenProblems() throws Exception {
    assertThat(admin.get("/nothing").status()).isEqualTo(404);
    assertThat(admin.get("/words/x/y").status()).isEqualTo(404);
    var wrong = admin.delete("/words/x");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).isEqualTo("GET");
    // What is refused takes its time as well: no time at all would lower every average.
    await().until(() -> meters.find("http.server.requests").timers().size() >= 2);
    assertThat(meters.find("http.server.requests").timers())
        .allMatch(timer -> timer.totalTime(TimeUnit.NANOSECONDS) > 0);
  }

  @Test
  void givenFailures_whenCalling_thenNoDetailLeaks() throws Exception {
    Checked away = admin.get("/away");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Retry-After")).isNotEmpty();
    Checked broken = admin.get("/broken");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret detail");
  }

  @Test
  void givenFollower_whenEventsCome_thenItGetsThemAndHeartbeats() throws Exception {
    var response = admin.follow("/words/events");
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    var lines = new ConcurrentLinkedQueue<String>();
    var reader = Thread.ofVirtual().start(() -> response.body().forEach(lines::add));
    await().until(() -> lines.contains(": alive"));

    broadcast.send(new ServerEvent("word.made", new Word("hello")));

    await().until(() -> lines.contains("data: {\"text\":\"hello\"}"));
    assertThat(lines).contains("event: word.made");
    admin.checkEvent("/words/events", "{\"text\":\"hello\"}");
    assertThat(admin.get("/words/events").status()).as("one more than may follow").isEqualTo(503);
    server.close();
    reader.join();
  }

  @Test
  void givenClientThatDoesNotRead_whenItsQueueIsFull_thenItIsLetGo() {
    var client = new ClientQueue();
    for (int i = 0; i < ClientQueue.LENGTH; i++) {
      assertThat(client.offer(new ServerEvent("word.made", new Word("" + i)))).isTrue();
    }

    assertThat(client.offer(new ServerEvent("word.made", new Word("one more")))).isFalse();

    var out = new ByteArrayOutputStream();
    assertThatCode(() -> client.writeTo(out, Duration.ofSeconds(10), () -> true))
        .doesNotThrowAnyException();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"255\"")
        .endsWith("event: overflow\ndata: {}\n\n");
  }

  @Test
  void givenDocument_whenServed_thenItNamesRoutesRolesAndForms() throws Exception {
    var document = admin.document().root();

    assertThat(document.path("openapi").asText()).isEqualTo("3.1.1");
    assertThat(admin.document().operations())
        .contains("GET /words", "POST /words", "GET /words/{name}");
    assertThat(document.at("/paths/~1words/post/x-sluice-roles").toString())
        .isEqualTo("[\"operator\",\"admin\"]");
    assertThat(document.at("/components/schemas/NewWord/required").toString())
        .isEqualTo("[\"text\"]");
    assertThat(document.at("/components/schemas/NewWord/additionalProperties").asBoolean(true))
        .isFalse();
  }

  @Test
  void givenRequests_whenAnswered_thenCountedByRouteAndStatus() throws Exception {
    admin.get("/words/a");
    admin.get("/words/b");
    status("wrong", "/words/c");

    // An answer is out before it is counted.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(counted("route", "/words/{name}", "status", "200")).isEqualTo(2);
              assertThat(counted("status", "401")).isOne();
            });
  }

  private long counted(String... tags) {
    return meters.find("http.server.requests").tags(tags).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void givenPortInUse_whenStarting_thenRefusedWithTheAddress() {
    assertThatThrownBy(
            () ->
                ApiServer.start(
                    "second", ApiConfig.of("127.0.0.1", server.port()), tokens, List.of(), meters))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("api.port: cannot listen on 127.0.0.1:" + server.port());
    assertThat(server.problem()).isEmpty();
  }
}
