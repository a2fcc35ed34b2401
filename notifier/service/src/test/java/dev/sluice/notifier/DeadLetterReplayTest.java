package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.EventWorker;
import dev.sluice.kafka.WorkerSetup;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.Surroundings;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be handled, from the broker to the API and back.
class DeadLetterReplayTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final RetryPolicy ONCE =
      new RetryPolicy(1, Duration.ofMillis(10), Duration.ofMillis(10));

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private volatile boolean broken = true;
  private String token = "";
  private URI api = URI.create("");

  @Test
  void givenBadRecords_whenReplayed_thenHandledOrBackWithTheFirstsName(@TempDir Path directory)
      throws Exception {
    try (var kafka = InProcessBroker.start(directory.resolve("kafka"))) {
      NotifierConfig config = load(directory, kafka.connection().bootstrapServers());
      try (var runner = start(config, directory);
          var producer = new EventProducer(kafka.connection(), "test", InstantSource.system());
          var _ = consumer(kafka, producer)) {
        becomesALetterAndIsHandledOnceTheCauseIsGone(producer);
        comesBackWhileTheCauseStays(producer);
        assertThat(text(runner.admin().resolve("/health/ready"))).contains("1 open");
        assertThat(text(runner.admin().resolve("/metrics"))).contains("sluice_dead_letters_open");
      }
      try (var _ = start(config, directory)) {
        await()
            .atMost(LIMIT)
            .untilAsserted(() -> assertThat(letters("?state=replayed")).hasSize(2));
        assertThat(letters("?state=open")).hasSize(1);
      }
    }
  }

  private ProgramRunner start(NotifierConfig config, Path directory) throws Exception {
    var runner = ProgramRunner.start(new NotifierProgram(), config, InstantSource.system());
    api = runner.running(RunningNotifier.class).api().orElseThrow();
    token = Files.readString(directory.resolve("state/admin-token")).strip();
    return runner;
  }

  /// A consumer that cannot handle releases until it is mended.
  private EventWorker consumer(InProcessBroker kafka, EventProducer producer) {
    return EventWorker.start(
        new WorkerSetup(kafka.connection(), "fragile", ONCE, producer, Surroundings.quiet()),
        Topic.RELEASES,
        this::handle);
  }

  private void handle(StampedEvent<ReleaseEvent> stamped) throws IOException {
    if (broken) {
      throw new IOException("no such ring");
    }
    handled.add(stamped.id());
  }

  private void becomesALetterAndIsHandledOnceTheCauseIsGone(EventProducer producer)
      throws Exception {
    producer.send(
        new ReleaseSigned(
            ReleaseId.parse("gateway/1.1"),
            1,
            0,
            Digest.sha256(new byte[] {9}),
            new MetadataVersions(3, 2),
            StartRequest.MANUAL,
            0));
    String id = awaitOpen("no such ring", "");
    JsonNode shown = get("/dead-letters/" + id);
    assertThat(shown.at("/payload/text").asText()).contains("gateway/1.1");
    String eventId = header(shown, "ce_id");

    broken = false;
    assertThat(post("/dead-letters/" + id + "/replays", "{\"reason\":\"mended\"}")).isEqualTo(202);

    await().atMost(LIMIT).untilAsserted(() -> assertThat(handled).containsExactly(eventId));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(get("/dead-letters/" + id).at("/letter/state").asText())
                    .isEqualTo("replayed"));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(get("/audit?kind=dead-letter").path("items").findValuesAsText("why"))
                    .containsExactly("mended"));
  }

  private void comesBackWhileTheCauseStays(EventProducer producer) throws Exception {
    var device = new TestDevice("d-1");
    var impostor = new TestDevice("d-2");
    producer.send(device.enrolment());
    producer.send(impostor.forge(device.id(), 1));
    producer.send(device.confirm(1, Outcome.INSTALLED, 1));
    String first = awaitOpen("signature", "");

    assertThat(post("/dead-letters/" + first + "/replays", "{}")).isEqualTo(202);

    String second = awaitOpen("signature", first);
    assertThat(get("/dead-letters/" + second).at("/letter/replayOf").asText()).isEqualTo(first);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(get("/dead-letters/" + first).at("/letter/cameBackAs").asText())
                    .isEqualTo(second));
  }

  private String awaitOpen(String reason, String not) {
    String query = "?state=open&reason=" + reason.replace(" ", "%20");
    return await()
        .atMost(LIMIT)
        .until(() -> letters(query), found -> found.size() == 1 && !found.contains(not))
        .getFirst();
  }

  private List<String> letters(String query) throws Exception {
    return get("/dead-letters" + query).path("items").findValuesAsText("id");
  }

  private static String header(JsonNode shown, String name) {
    for (JsonNode header : shown.path("headers")) {
      if (header.path("name").asText().equals(name)) {
        return header.path("value").asText();
      }
    }
    return "";
  }

  private JsonNode get(String path) throws Exception {
    return new ObjectMapper().readTree(text(api.resolve("/api/v1" + path)));
  }

  private String text(URI uri) throws Exception {
    var request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private int post(String path, String json) throws Exception {
    var request =
        HttpRequest.newBuilder(api.resolve("/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static NotifierConfig load(Path directory, String servers) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("notifier.yaml"),
            "kafka: {servers: ['%s']}\nstate-directory: state\n".formatted(servers));
    return Configuration.of("notifier", NotifierConfig.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value();
  }
}
