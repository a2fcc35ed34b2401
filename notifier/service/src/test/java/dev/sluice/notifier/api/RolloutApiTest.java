package dev.sluice.notifier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Event;
import dev.sluice.events.Order;
import dev.sluice.events.RolloutChanged;
import dev.sluice.events.RolloutOrdered;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.Topic;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.RolloutCommands;
import dev.sluice.notifier.RolloutView;
import dev.sluice.release.ReleaseId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutApiTest {
  private static final RolloutId ROLLOUT = RolloutId.parse("gateway/1");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<Event> ordered = new ConcurrentLinkedQueue<>();

  @Test
  void givenRollout_whenAsked_thenShownAndOrderedOnlyWithTheToken(@TempDir Path directory)
      throws Exception {
    Path tokenFile = directory.resolve("token");
    try (var kafka = InProcessBroker.start(directory.resolve("kafka"))) {
      Topics.ensure(kafka.connection(), 1);
      try (var producer = new EventProducer(kafka.connection(), "test", InstantSource.system());
          var _ =
              EventFollower.start(
                  kafka.connection(),
                  Topic.ROLLOUT_COMMANDS,
                  stamped -> ordered.add(stamped.event()));
          var view = RolloutView.start(kafka.connection());
          var api =
              RolloutApi.start("127.0.0.1", 0, tokenFile, view, new RolloutCommands(producer))) {
        producer.send(new RolloutChanged(snapshot(), "created"));
        await().until(() -> view.find(ROLLOUT).isPresent());

        checkReading(api, Files.readString(tokenFile).strip());
        checkOrders(api, Files.readString(tokenFile).strip());
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
        .isEqualTo("rw-------");
  }

  private void checkReading(RolloutApi api, String token) throws Exception {
    assertThat(get(api, "", "wrong").statusCode()).isEqualTo(401);
    assertThat(get(api, "", token).body()).contains("\"id\":\"gateway/1\"");
    assertThat(get(api, "/gateway/1", token).body()).contains("\"state\":\"admitting\"");
    assertThat(get(api, "/gateway/2", token).statusCode()).isEqualTo(404);
  }

  private void checkOrders(RolloutApi api, String token) throws Exception {
    assertThat(post(api, "/gateway/1/pause", "wrong", "").statusCode()).isEqualTo(401);
    assertThat(post(api, "/gateway/1/explode", token, "").statusCode()).isEqualTo(404);
    assertThat(post(api, "/gateway/1/pause", token, "{\"by\":1}").statusCode()).isEqualTo(400);
    assertThat(
            post(api, "/gateway/1/halt", token, "{\"by\":\"ada\",\"reason\":\"smoke\"}")
                .statusCode())
        .isEqualTo(202);

    await()
        .untilAsserted(
            () ->
                assertThat(ordered)
                    .containsExactly(new RolloutOrdered(ROLLOUT, Order.HALT, "ada", "smoke")));
  }

  private HttpResponse<String> get(RolloutApi api, String path, String token) throws Exception {
    return http.send(request(api, path, token).GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(RolloutApi api, String path, String token, String body)
      throws Exception {
    return http.send(
        request(api, path, token).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(RolloutApi api, String path, String token) {
    return HttpRequest.newBuilder(URI.create(api.uri() + path))
        .header("Authorization", "Bearer " + token);
  }

  private static RolloutSnapshot snapshot() {
    return new RolloutSnapshot(
        ROLLOUT,
        ReleaseId.parse("gateway/1.1"),
        1,
        "admitting",
        "",
        Instant.parse("2026-11-21T10:00:00Z"),
        List.of());
  }
}
