package dev.sluice.console.command.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RolloutFollowerTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> told = new ArrayList<>();
  private HttpServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/rollouts/demo/1", this::state);
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client = new ApiClient(base, Optional.empty());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  /// Under way when it is asked for first, halted then.
  private void state(HttpExchange exchange) throws IOException {
    String state = asked.incrementAndGet() == 1 ? "admitting" : "halted";
    answer(exchange, 200, "{\"id\":\"demo/1\",\"state\":\"%s\"}".formatted(state));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private RolloutFollower follower() {
    return new RolloutFollower(client, this::take, Duration.ofMillis(50));
  }

  private void take(JsonNode rollout) {
    told.add(rollout.path("state").asText());
  }

  @Test
  void givenServerThatStartsAgain_whenARolloutIsFollowed_thenItGoesOnWithItsState()
      throws Exception {
    server.createContext(
        "/api/v1/rollouts/events",
        exchange -> {
          boolean isStarting = opened.incrementAndGet() == 2;
          answer(exchange, isStarting ? 503 : 200, isStarting ? "{}" : ": following\n\n");
        });

    int code = follower().followToItsEnd("/api/v1/rollouts/demo/1", "demo/1");

    assertThat(code).isEqualTo(ExitCode.REFUSED);
    assertThat(told).containsExactly("admitting", "halted");
    assertThat(opened).hasValue(3);
  }

  @Test
  void givenServerThatIsAwayFromTheStart_whenFollowed_thenItIsUnreachableAtOnce() {
    server.createContext("/api/v1/rollouts/events", exchange -> answer(exchange, 503, "{}"));

    assertThatThrownBy(() -> follower().followAll("")).isInstanceOf(UnreachableException.class);
    assertThat(told).isEmpty();
  }
}
