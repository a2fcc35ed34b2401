package dev.sluice.program.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final Health health = new Health();
  private final Meters meters = new Meters("edge", health);
  private final HttpClient http = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void open() {
    server = AdminServer.open(AdminConfig.ANY_PORT, health, meters::text);
  }

  @AfterEach
  void close() {
    server.close();
    meters.close();
    http.close();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void givenChecks_whenAskedForReadiness_thenReasonsAndStatus()
      throws IOException, InterruptedException {
    var kafka = health.add("kafka");
    var store = health.add("store");
    health.add("queue", () -> Optional.of("full"));
    store.ok();

    var starting = send("GET", "/health/ready");
    kafka.failed("refuses the credentials");
    var failed = send("GET", "/health/ready");
    kafka.ok();
    health.remove("queue");
    var ready = send("GET", "/health/ready");

    assertThat(starting.statusCode()).isEqualTo(503);
    assertThat(starting.body())
        .contains(
            "\"status\":\"not-ready\"",
            "{\"name\":\"kafka\",\"ok\":false,\"reason\":\"starting\"}",
            "\"full\"",
            "{\"name\":\"store\",\"ok\":true}");
    assertThat(failed.body()).contains("refuses the credentials");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("\"status\":\"ready\"");
  }

  @Test
  void givenChecks_whenMetricsAreRead_thenTheyTellTheSame()
      throws IOException, InterruptedException {
    var kafka = health.add("kafka");
    health.add("store").ok();

    var starting = send("GET", "/metrics").body();
    kafka.ok();
    health.remove("store");
    var ready = send("GET", "/metrics").body();

    assertThat(starting)
        .contains(
            "sluice_health{check=\"kafka\",program=\"edge\"} 0.0",
            "sluice_health{check=\"store\",program=\"edge\"} 1.0");
    assertThat(ready)
        .contains("sluice_health{check=\"kafka\",program=\"edge\"} 1.0")
        .doesNotContain("check=\"store\"");
  }

  @Test
  void givenCheckThatThrows_whenAskedForReadiness_thenThatIsTheReason()
      throws IOException, InterruptedException {
    health.add(
        "broken",
        () -> {
          throw new IllegalStateException("oops");
        });

    assertThat(send("GET", "/health/ready").body())
        .contains("the check itself failed")
        .contains("oops");
  }

  @Test
  void givenMeters_whenScraped_thenOursAndTheJvms() throws IOException, InterruptedException {
    meters.registry().counter("sluice.slices.fetched").increment(3);

    var answer = send("GET", "/metrics");

    assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body())
        .contains("sluice_slices_fetched_total{program=\"edge\"} 3.0")
        .contains("jvm_memory_used_bytes", "process_cpu_usage", "process_uptime_seconds");
  }

  @Test
  void givenOtherPathsAndMethods_whenAsked_thenRefused() throws IOException, InterruptedException {
    assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    assertThat(send("HEAD", "/health/live").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/metrics/x").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/").statusCode()).isEqualTo(404);
  }
}
