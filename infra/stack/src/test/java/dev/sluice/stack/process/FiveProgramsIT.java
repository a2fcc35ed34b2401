package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.stack.TestFiles;
import dev.sluice.stack.deploy.Watching;
import dev.sluice.stack.process.AdminPage.Readiness;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The five programs, each a process that its launcher starts from a file.
@Timeout(600)
class FiveProgramsIT {
  private static final int RELEASE_BYTES = 300_000;
  private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);
  private static final Set<String> WITH_KAFKA = Set.of("publisher", "signer", "notifier");

  /// Three rings, one device each.
  private static final String POLICY =
      """
      rings:
        - name: canary
          selector: {tag: canary}
          soak: 1s
          pull-window: 200ms
          gate: {confirmed: 100%, failed: 2%}
        - name: early
          selector: {tag: early}
          soak: 1s
          pull-window: 200ms
          gate: {confirmed: 100%, failed: 2%}
        - name: broad
          selector: {everyone: true}
          soak: 1s
          pull-window: 200ms
          gate: {confirmed: 100%, failed: 2%}
      """;

  @TempDir private Path directory;

  @Test
  void givenProgramsStartedAtOnce_whenKafkaGoesAndEachIsKilled_thenOnlyTimeIsLost()
      throws Exception {
    try (FivePrograms programs = FivePrograms.prepare(directory.resolve("site"))) {
      // Each waits for what it needs from the others, so that no order has to be kept.
      programs.startServers();
      programs.takeTrustAnchor();
      programs.startAgents();
      programs.awaitReady();
      Operator people = people(programs);
      Path release = TestFiles.random(directory.resolve("app.bin"), 1, RELEASE_BYTES);

      takeKafkaAway(programs);

      // Switched off until all were killed, so that every kill falls into the rollout.
      ProgramProcess last = programs.processes().getLast();
      last.kill();
      people.publish("builder", release, "1.0", "--timeout", "2m");
      killEachOnce(programs);
      assertThat(people.rollout(FivePrograms.PRODUCT, 1).path("state").asText())
          .isNotEqualTo("completed");
      last.restart();
      JsonNode rollout = people.awaitCompleted(FivePrograms.PRODUCT, 1);

      programs.awaitInstalled(release);
      assertCountedOnce(rollout);
      assertOneTrace(Records.read(programs.servers().kafka(), "sluice."));
      programs.awaitReady();
      assertWatched(programs);
      programs.terminate();
    }
  }

  private Operator people(FivePrograms programs) throws Exception {
    var people = new Operator(directory, programs.site());
    people.enrol(programs.identities());
    people.create("builder", "publisher", FivePrograms.PRODUCT);
    people.applyPolicy(FivePrograms.PRODUCT, POLICY);
    return people;
  }

  /// Each program once, one device for all, in an order drawn from the seed; each is ready again
  /// before the next one dies.
  private static void killEachOnce(FivePrograms programs) throws IOException {
    Seeded seeded = Seeds.of("killed programs", 1).getFirst();
    List<ProgramProcess> order = new ArrayList<>(programs.oneOfEach());
    Collections.shuffle(order, Random.from(seeded));
    System.out.printf(
        "seed %d kills %s%n", seeded.seed(), order.stream().map(ProgramProcess::name).toList());
    for (ProgramProcess process : order) {
      process.kill();
      process.restart();
      process.awaitReady();
    }
  }

  private static void assertCountedOnce(JsonNode rollout) {
    for (JsonNode ring : rollout.path("rings")) {
      assertThat(ring.path("devices").asLong()).as("%s", rollout).isEqualTo(1);
      assertThat(ring.path("confirmed").asLong()).as("%s", rollout).isEqualTo(1);
      assertThat(ring.path("failed").asLong()).as("%s", rollout).isZero();
    }
    assertThat(rollout.path("rings").size()).isEqualTo(FivePrograms.devices());
  }

  /// Dashboard and alerts name nothing that the programs do not serve.
  private static void assertWatched(FivePrograms programs) throws IOException {
    Set<String> served = new HashSet<>();
    for (ProgramProcess process : programs.processes()) {
      served.addAll(process.admin().metricNames());
    }
    assertThat(served).containsAll(Watching.metrics());
  }

  /// From the publisher's event to the devices' outcomes, by what stands in the topics.
  private static void assertOneTrace(List<Records.Event> events) {
    String trace =
        events.stream()
            .filter(event -> event.type().equals("artifact.published"))
            .map(event -> event.traceId().orElseThrow())
            .findFirst()
            .orElseThrow();
    Set<String> types =
        events.stream()
            .filter(event -> event.traceId().filter(trace::equals).isPresent())
            .map(Records.Event::type)
            .collect(Collectors.toSet());
    assertThat(types)
        .contains(
            "artifact.published",
            "release.signed",
            "rings.planned",
            "rings.signed",
            "rollout.changed",
            "wave.announced");
    assertThat(
            events.stream()
                .filter(event -> event.topic().equals("sluice.confirmations"))
                .map(Records.Event::traceId))
        .isNotEmpty()
        .allMatch(id -> id.filter(trace::equals).isPresent());
  }

  /// Before, during and after, health and metrics of each program say what is so.
  private static void takeKafkaAway(FivePrograms programs) throws IOException {
    programs.processes().forEach(process -> awaitHealth(process, true));
    programs.servers().stopKafka();
    programs
        .processes()
        .forEach(process -> awaitHealth(process, !WITH_KAFKA.contains(process.name())));
    programs.servers().startKafka();
    programs.processes().forEach(process -> awaitHealth(process, true));
  }

  private static void awaitHealth(ProgramProcess process, boolean isFine) {
    await(process.name() + (isFine ? " is ready" : " is not ready"))
        .atMost(KAFKA_LIMIT)
        .untilAsserted(
            () -> {
              Readiness readiness = process.admin().readiness();
              assertThat(readiness.isReady()).as("%s", readiness).isEqualTo(isFine);
              assertThat(process.admin().failedChecks()).isEqualTo(readiness.problems().keySet());
              assertThat(process.admin().isLive()).isTrue();
            });
  }
}
