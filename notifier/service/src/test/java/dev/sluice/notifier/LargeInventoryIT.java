package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.events.Event;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program with 100,000 devices in its real stores: what every page of the console asks for
/// comes soon. The log tells how soon; the bound is wide, for machines that do other things too.
@Tag("long")
class LargeInventoryIT {
  private static final Logger LOG = LoggerFactory.getLogger(LargeInventoryIT.class);
  private static final int DEVICES = 100_000;
  private static final int BATCH = 10_000;
  private static final int TRIES = 3;
  private static final Duration FILL_LIMIT = Duration.ofMinutes(4);
  private static final Duration GUARD = Duration.ofSeconds(5);
  private static final ProductName PRODUCT = ProductName.parse("demo");

  /// One for all: nothing is signed here.
  private static final DevicePublicKey KEY = new TestDevice("any").enrolment().publicKey();

  private static final List<String> ASKED =
      List.of(
          "/rollouts?limit=100",
          "/rollouts/demo/2",
          "/rollouts/demo/2/rollbacks",
          "/devices?limit=100",
          "/devices?limit=100&prefix=device-09999",
          "/devices?limit=100&product=demo&version=1.0&hardware=board-1",
          "/devices?limit=100&product=demo&version=9.9",
          "/devices?limit=100&ring=canary",
          "/devices/device-077777",
          "/fleet/versions",
          "/release-records",
          "/policies");

  private final HttpClient http = HttpClient.newHttpClient();
  private String token = "";

  @Test
  void givenHundredThousandDevices_whenPagesAsk_thenAnswersComeSoon(@TempDir Path directory)
      throws Exception {
    try (var kafka = InProcessBroker.start(directory.resolve("kafka"));
        var runner =
            ProgramRunner.start(
                new NotifierProgram(), config(directory, kafka), InstantSource.system())) {
      URI api = runner.running(RunningNotifier.class).api().orElseThrow();
      token = Files.readString(directory.resolve("state/admin-token")).strip();
      fill(kafka.connection());
      await()
          .atMost(FILL_LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> versions(api).path("devices").asLong(), number -> number == DEVICES);
      await()
          .atMost(FILL_LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> running(versions(api)), number -> number == DEVICES);

      for (String path : ASKED) {
        assertThat(slowest(api, path)).as(path).isLessThan(GUARD);
      }
      assertThat(versions(api).at("/groups/0/ring").asText()).isNotEmpty();
      checkPages(api);
    }
  }

  /// Page after page of a filter gives each device that fits, once.
  private void checkPages(URI api) throws Exception {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json(api, "/devices?limit=100&product=demo&hardware=board-99" + cursor);
      page.path("items").forEach(device -> found.add(device.path("id").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    assertThat(found).hasSize(DEVICES / 100).doesNotHaveDuplicates().isSorted();
  }

  private Duration slowest(URI api, String path) throws Exception {
    long slowest = 0;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      HttpResponse<String> answer = get(api, path);
      slowest = Math.max(slowest, System.nanoTime() - start);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
    }
    Duration took = Duration.ofNanos(slowest);
    LOG.atInfo().addKeyValue("path", path).addKeyValue("millis", took.toMillis()).log("answered");
    return took;
  }

  private JsonNode versions(URI api) throws Exception {
    return json(api, "/fleet/versions");
  }

  private static long running(JsonNode versions) {
    long running = 0;
    for (JsonNode group : versions.path("groups")) {
      running += group.path("devices").asLong();
    }
    return running;
  }

  private JsonNode json(URI api, String path) throws Exception {
    return new ObjectMapper().readTree(get(api, path).body());
  }

  private HttpResponse<String> get(URI api, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(api.resolve("/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  private static void fill(KafkaConnection kafka) throws Exception {
    try (var producer = new EventProducer(kafka, "test", InstantSource.system())) {
      for (int counter = 1; counter <= 2; counter++) {
        producer.send(
            new ReleaseSigned(
                ReleaseId.parse("demo/1." + counter),
                counter,
                0,
                Digest.sha256(new byte[] {9}),
                new MetadataVersions(3, 2),
                StartRequest.AS_POLICY,
                0));
      }
      // So that rings are planned at once.
      producer.send(
          new DeltasSigned(ReleaseId.parse("demo/1.2"), 2, 0, true, new MetadataVersions(3, 2)));
      for (int from = 0; from < DEVICES; from += BATCH) {
        List<Event> batch = new ArrayList<>();
        for (int i = from; i < from + BATCH; i++) {
          var id = new DeviceId("device-%06d".formatted(i));
          batch.add(
              new DeviceEnrolled(
                  id,
                  1,
                  KEY,
                  DeviceAttributes.of(
                      i % 50 == 0 ? Set.of("canary") : Set.of(),
                      Map.of("hardware", "board-" + i % 100))));
          batch.add(new DeviceReported(id, 1, List.of(running(i))));
        }
        producer.sendAll(batch);
      }
    }
  }

  private static Running running(int device) {
    int version = device % 5;
    return new Running(
        PRODUCT,
        Version.parse("1." + version),
        version + 1,
        Digest.sha256(new byte[] {(byte) version}));
  }

  private static NotifierConfig config(Path directory, InProcessBroker kafka) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("notifier.yaml"),
            "kafka: {servers: ['%s']}\nstate-directory: state\n"
                .formatted(kafka.connection().bootstrapServers()));
    return Configuration.of("notifier", NotifierConfig.class)
        .load(new Sources(Optional.of(file), Map.of(), Map.of()))
        .value();
  }
}
