package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiClientTest {
  private record Seen(String method, String uri, String token, String idempotency, String body) {}

  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private ApiClient client;
  private volatile int status = 200;
  private volatile String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    client =
        new ApiClient(
            URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())),
            Optional.of(new SecretText("hush")));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      seen.add(
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              String.valueOf(headers.getFirst("Authorization")),
              String.valueOf(headers.getFirst("Idempotency-Key")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      var body =
          (answer.contains("PAGE") ? page(exchange.getRequestURI().getQuery()) : answer)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String page(String query) {
    return query.contains("cursor=two") ? "{\"items\":[3]}" : "{\"items\":[1,2],\"next\":\"two\"}";
  }

  @Test
  void givenEachMethod_whenSent_thenAsAsked() throws InterruptedException {
    answer = "{\"a\":1}";
    var body = JsonNodeFactory.instance.objectNode().put("b", 2);

    assertThat(client.get("/api/v1/x").path("a").asInt()).isEqualTo(1);
    client.post("/api/v1/x", body, "key-1");
    client.put("/api/v1/y", "application/yaml", "rings: []");
    status = 204;
    answer = "";
    assertThat(client.delete("/api/v1/z")).isEmpty();

    assertThat(seen)
        .containsExactly(
            new Seen("GET", "/api/v1/x", "Bearer hush", "null", ""),
            new Seen("POST", "/api/v1/x", "Bearer hush", "key-1", "{\"b\":2}"),
            new Seen("PUT", "/api/v1/y", "Bearer hush", "null", "rings: []"),
            new Seen("DELETE", "/api/v1/z", "Bearer hush", "null", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "400,2", "401,5", "403,5", "404,2", "409,3", "412,3", "422,3", "429,4", "500,4", "503,4",
    "302,1"
  })
  void givenProblem_whenAsked_thenExitCodeOfItsKind(int answered, int code) {
    status = answered;
    answer =
        "{\"title\":\"No\",\"detail\":\"counter taken\",\"expected\":\"above 7\",\"received\":\"7\",\"advice\":\"publish again\"}";

    assertThatThrownBy(() -> client.get("/api/v1/x"))
        .isInstanceOfSatisfying(
            ProgramException.class, failure -> assertThat(failure.exitCode()).isEqualTo(code))
        .hasMessageContaining("counter taken; expected above 7; got 7; publish again");
  }

  @Test
  void givenAnswerThatIsNoProblem_whenAsked_thenStatusIsTold() {
    status = 502;
    answer = "<html>";

    assertThatThrownBy(() -> client.get("/x"))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("answered 502");
  }

  @Test
  void givenAnswerThatIsNoJson_whenAsked_thenFails() {
    answer = "<html>";

    assertThatThrownBy(() -> client.get("/x"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("is this a Sluice API?");
  }

  @Test
  void givenServerThatSendsElsewhere_whenAsked_thenSaysWhatToDo() {
    status = 301;
    answer = "";

    assertThatThrownBy(() -> client.get("/x"))
        .isInstanceOf(FailedException.class)
        .hasMessageContaining("answered 301")
        .hasMessageContaining("give the address that it leads to");
  }

  @Test
  void givenAnswerThatStopsInTheMiddle_whenAsked_thenItIsNotWaitedForWithoutEnd() {
    var end = new CountDownLatch(1);
    server.createContext(
        "/slow",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    try (var hasty =
        new ApiClient(client.base(), Optional.empty(), Optional.empty(), Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> hasty.get("/slow"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("does not answer (no whole answer within 1000 ms)");
    } finally {
      end.countDown();
    }
  }

  @Test
  void givenTokenThatIsNone_whenMade_thenRefusedWithoutRepeatingIt() {
    assertThatThrownBy(
            () -> new ApiClient(client.base(), Optional.of(new SecretText("hush\nhush"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the token: expected one word")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void givenNothingThere_whenFound_thenEmpty() throws InterruptedException {
    status = 404;

    assertThat(client.find("/api/v1/x")).isEmpty();
  }

  @Test
  void givenPages_whenListed_thenAllItemsUpToTheLimit() throws InterruptedException {
    answer = "PAGE";

    assertThat(client.list("/api/v1/x?product=a", 100))
        .extracting(JsonNode::asInt)
        .containsExactly(1, 2, 3);
    assertThat(client.list("/api/v1/x", 2)).hasSize(2);
    assertThat(seen.getFirst().uri()).startsWith("/api/v1/x?product=a&").contains("limit=100");
  }

  @Test
  void givenEvents_whenFollowed_thenOneAfterAnother() throws InterruptedException {
    answer = ": hello\n\nid: 7\nevent: signed\ndata: {\"a\":1}\ndata: more\n\ndata:x\n\ndata: cut";

    try (var events = client.events("/api/v1/x/events", Optional.of("6"))) {
      assertThat(events.next()).contains(new EventStream.Event("7", "signed", "{\"a\":1}\nmore"));
      assertThat(events.next()).contains(new EventStream.Event("", "message", "x"));
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void givenRefusedEvents_whenFollowed_thenProblem() {
    status = 403;

    assertThatThrownBy(() -> client.events("/x", Optional.empty()))
        .isInstanceOfSatisfying(
            ProgramException.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED));
  }

  @Test
  void givenNobodyThere_whenAsked_thenUnreachable() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (var nobody = new ApiClient(URI.create("http://127.0.0.1:" + port), Optional.empty())) {
      assertThatThrownBy(() -> nobody.get("/x"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  @Test
  void givenNoUrl_whenMade_thenUsage() {
    for (var wrong : List.of("sluice.example", "ftp://x", "http:/x", "http:")) {
      assertThatThrownBy(
              () ->
                  new ApiClient(
                      URI.create(wrong.equals("http:") ? "http:x" : wrong), Optional.empty()))
          .isInstanceOf(UsageException.class);
    }
  }

  @Test
  void givenParameters_whenAdded_thenEncoded() {
    assertThat(ApiClient.withQuery("/x", Map.of("a b", "c&d"))).isEqualTo("/x?a%20b=c%26d");
    assertThat(ApiClient.withQuery("/x", Map.of())).isEqualTo("/x");
  }
}
