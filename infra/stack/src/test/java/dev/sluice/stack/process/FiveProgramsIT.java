package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.stack.TestFiles;
import dev.sluice.stack.process.AdminPage.Readiness;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The five programs, each a process that its launcher starts from a file.
@Timeout(600)
@Tag("processes")
class FiveProgramsIT {
  private static final int RELEASE_BYTES = 300_000;
  private static final Duration KAFKA_LIMIT = Duration.ofSeconds(60);
  private static final Set<String> WITH_KAFKA = Set.of("publisher", "signer", "notifier");

  /// Three rings, one device each; short times, as every device is switched on.
  private static final String POLICY =
      """
      rings:
        - name: canary
          selector: {tag: canary}
          soak: 200ms
          pull-window: 200ms
          gate: {confirmed: 100%, failed: 2%}
        - name: early
          selector: {tag: early}
          soak: 200ms
          pull-window: 200ms
          gate: {confirmed: 100%, failed: 2%}
        - name: broad
          selector: {everyone: true}
          soak: 200ms
          pull-window: 200ms
          gate: {confirmed: 100%, failed: 2%}
      """;

  @TempDir private Path directory;

  @Test
  void givenEachProgramKilledDuringARollout_whenStartedAgain_thenOnlyTimeIsLost() throws Exception {
    try (FivePrograms programs = FivePrograms.prepare(directory.resolve("site"))) {
      // Long enough that the kills fall into the rollout.
      Operator people = startInOrder(programs, POLICY.replace("soak: 200ms", "soak: 5s"));
      Path release = TestFiles.random(directory.resolve("app.bin"), 1, RELEASE_BYTES);
      assertRefusals(people, release);

      people.publish("builder", release, "1.0", "--timeout", "2m");
      killEachOnce(programs);
      JsonNode rollout = people.awaitCompleted(FivePrograms.PRODUCT, 1);

      programs.awaitInstalled(release);
      assertCountedOnce(rollout);
      assertOneTrace(Records.read(programs.servers().kafka(), "sluice."));
      programs.awaitReady();
      programs.terminate();
    }
  }

  @Test
  void givenProgramsStartedInReverseOrder_whenKafkaGoesAndComesBack_thenTheyTellAndGoOn()
      throws Exception {
    try (FivePrograms programs = FivePrograms.prepare(directory.resolve("site"))) {
      // The root of trust is made once, before there are devices that could know it.
      programs.startSigner();
      programs.startNotifier();
      programs.startEdge();
      programs.takeTrustAnchor();
      programs.awaitReady();
      programs.terminate();

      programs.startAgents();
      programs.startEdge();
      programs.startNotifier();
      programs.startSigner();
      programs.startPublisher();
      programs.awaitReady();
      Operator people = people(programs, POLICY);

      takeKafkaAway(programs);

      Path release = TestFiles.random(directory.resolve("app.bin"), 2, RELEASE_BYTES);
      people.publish("builder", release, "1.0", "--timeout", "2m");
      assertCountedOnce(people.awaitCompleted(FivePrograms.PRODUCT, 1));
      programs.awaitInstalled(release);
      programs.terminate();
    }
  }

  private Operator startInOrder(FivePrograms programs, String policy) throws Exception {
    programs.startNotifier();
    programs.startSigner();
    programs.startPublisher();
    programs.startEdge();
    programs.takeTrustAnchor();
    programs.startAgents();
    programs.awaitReady();
    return people(programs, policy);
  }

  private Operator people(FivePrograms programs, String policy) throws Exception {
    var people = new Operator(directory, programs.site());
    for (Map.Entry<String, String> device : programs.tags().entrySet()) {
      people.enrol(programs.site(), device.getKey(), device.getValue());
    }
    people.create("builder", "publisher", FivePrograms.PRODUCT);
    people.applyPolicy(FivePrograms.PRODUCT, policy);
    return people;
  }

  private void assertRefusals(Operator people, Path release) throws Exception {
    people.create("looker", "viewer");
    people.create("other", "publisher", "another");
    people.refused(ExitCode.NOT_ALLOWED, Optional.empty(), release, "1.0");
    people.refused(ExitCode.NOT_ALLOWED, Optional.of("looker"), release, "1.0");
    people.refused(ExitCode.NOT_ALLOWED, Optional.of("other"), release, "1.0");
    people.refused(ExitCode.REFUSED, Optional.of("builder"), release, "1.0", "--counter", "7");
    people.refused(ExitCode.REFUSED, Optional.of("builder"), release, "1.0", "--floor", "9");
  }

  /// In an order drawn from the seed; each is ready again before the next one dies.
  private static void killEachOnce(FivePrograms programs) throws IOException {
    Seeded seeded = Seeds.of("killed programs", 1).getFirst();
    List<ProgramProcess> order = new ArrayList<>(programs.processes());
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

  /// Before, during and after, each program's health says what is so.
  private static void takeKafkaAway(FivePrograms programs) throws IOException {
    assertAnswers(programs);
    programs.servers().stopKafka();
    for (ProgramProcess process : programs.processes()) {
      boolean needsKafka = WITH_KAFKA.contains(process.name());
      await(process.name() + " while Kafka is away")
          .atMost(KAFKA_LIMIT)
          .untilAsserted(
              () -> {
                Readiness readiness = process.admin().readiness();
                assertThat(readiness.isReady()).as("%s", readiness).isEqualTo(!needsKafka);
                assertThat(process.admin().isLive()).isTrue();
              });
    }
    assertAnswers(programs);
    programs.servers().startKafka();
    programs.awaitReady();
    assertAnswers(programs);
  }

  private static void assertAnswers(FivePrograms programs) throws IOException {
    for (ProgramProcess process : programs.processes()) {
      assertThat(process.admin().metrics()).as(process.name()).contains("jvm_memory_used_bytes");
    }
  }
}
