package dev.sluice.notifier.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.api.token.TokenTable;
import dev.sluice.events.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What comes of a question, whatever the other instance does.
class HttpInstancesTest {
  private static final Instances.Asked QUESTION =
      new Instances.Asked("device", List.of(1, 3), "{\"key\":\"a b\"}");

  /// Far more than an answer takes, on a busy machine too.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InstantSource clock = InstantSource.system();
  private HttpServer other;
  private InstanceAddress address;
  private InstanceToken token;
  private HttpInstances instances;

  private HttpInstances instances(Duration limit) {
    return new HttpInstances(new InstanceAddress("own", 1), token, Optional.empty(), limit, meters);
  }

  @BeforeEach
  void start() throws IOException {
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    address = new InstanceAddress("127.0.0.1", other.getAddress().getPort());
    token =
        InstanceToken.start(new InstanceAddress("own", 1), new TokenTable(clock), _ -> {}, clock);
    instances = instances(LIMIT);
  }

  @AfterEach
  void stop() {
    instances.close();
    token.close();
    other.stop(0);
  }

  @Test
  void givenAnswer_whenAsked_thenItIsWhatTheOtherFound() throws IOException {
    answer(200, "{\"entries\":[{\"key\":\"a\",\"value\":\"AQI=\"}]}");

    assertThat(instances.ask(address, QUESTION))
        .containsExactly(new Found("a", ByteString.of(new byte[] {1, 2})));
    assertThat(requests)
        .containsExactly(
            "/api/v1/instances/questions/device?partitions=1,3&question=%7B%22key%22%3A%22a+b%22%7D");
    assertThat(count("answered")).isEqualTo(1);
  }

  @Test
  void givenRefusal_whenAsked_thenItsWordsAndItsAddressAreSaid() {
    answer(503, "{\"status\":503,\"detail\":\"devices: partition 3 is not here now\"}");

    assertThatThrownBy(() -> instances.ask(address, QUESTION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("instance " + address)
        .hasMessageContaining("partition 3 is not here now");
    assertThat(count("refused")).isEqualTo(1);
  }

  @Test
  void givenAnotherServer_whenAsked_thenNothingIsTakenForAnAnswer() {
    for (String body : List.of("<html>", "{}", "{\"entries\":[{\"key\":\"a\",\"value\":\"?\"}]}")) {
      answer(200, body);

      assertThatThrownBy(() -> instances.ask(address, QUESTION))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not understood");
      other.removeContext("/");
    }
  }

  @Test
  void givenSilence_whenAsked_thenTheWaitEnds() {
    other.createContext("/", _ -> {});

    try (var impatient = instances(Duration.ofMillis(200))) {
      assertThatThrownBy(() -> impatient.ask(address, QUESTION))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("instance " + address + ": it did not answer within 200 ms");
    }
    assertThat(count("late")).isEqualTo(1);
  }

  @Test
  void givenNobody_whenAsked_thenUnreachable() {
    other.stop(0);

    assertThatThrownBy(() -> instances.ask(address, QUESTION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("instance " + address + ": it cannot be reached");
    assertThat(count("unreachable")).isEqualTo(1);
  }

  private void answer(int status, String body) {
    other.createContext("/", exchange -> answer(exchange, status, body));
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    if (token.bearer().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      requests.add(exchange.getRequestURI().toString());
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private double count(String outcome) {
    return meters.counter("sluice.notifier.instance.questions", "outcome", outcome).count();
  }
}
