package dev.sluice.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.stack.TestFiles;
import dev.sluice.stack.process.Checkout;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The five programs, the notifier twice, and twenty devices, each in a container, with a Kafka of
/// three brokers that wants TLS and a login, an S3 server, and an MQTT broker that is not ours.
@Timeout(600)
@Tag("docker")
class ClusterIT {
  private static final int RELEASE_BYTES = 300_000;
  private static final Duration SOAK = Duration.ofSeconds(10);
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /// What the notifier's README promises when a broker is gone: Kafka itself misses it after nine
  /// seconds.
  private static final Duration CARRY_ON_LIMIT = Duration.ofSeconds(30);

  private static final Path LOGS = Checkout.path("infra/stack/target/cluster-logs");

  @TempDir private static Path directory;
  private static @Nullable Cluster cluster;
  private static @Nullable People people;

  @BeforeAll
  static void startAll() throws Exception {
    Optional<String> missing = Engine.missing();
    if (missing.isPresent()) {
      System.out.println("ClusterIT is skipped: " + missing.get());
      abort(missing.get());
    }
    Path site = Files.createDirectories(directory.resolve("site"));
    Cluster prepared = Cluster.prepare(site, Checkout.path("infra/stack/target/cluster-image"));
    cluster = prepared;
    prepared.startServers();
    prepared.startPrograms();
    prepared.awaitUp();
    var operator = new People(prepared, Files.createDirectories(directory.resolve("desk")));
    prepared.site().takeTrustAnchor(prepared.edge());
    people = operator;
  }

  @AfterAll
  static void stopAll() throws IOException {
    if (cluster != null) {
      cluster.saveLogs(LOGS);
      cluster.close();
    }
  }

  @Test
  void givenNothingButAnAddress_whenPublishingWithoutTheRight_thenRefused() throws Exception {
    people().createToken("looker", "viewer");
    people().createToken("stranger", "publisher", "another");
    people().createToken("counting", "publisher", Cluster.PRODUCT);
    Path release = TestFiles.random(people().desk("refused.bin"), 1, RELEASE_BYTES);

    people().publish(Optional.empty(), release, "9.9").refused(ExitCode.NOT_ALLOWED);
    people().publish(Optional.of("looker"), release, "9.9").refused(ExitCode.NOT_ALLOWED);
    people()
        .publish(Optional.of("counting"), release, "9.9", "--counter", "7")
        .refused(ExitCode.REFUSED);
    people().publish(Optional.of("stranger"), release, "9.9").refused(ExitCode.NOT_ALLOWED);

    assertThat(people().releases()).doesNotContain("9.9");
  }

  @Test
  void givenEachPartKilledDuringARollout_whenStartedAgain_thenOnlyTimeIsLost() throws Exception {
    List<String> devices = Fleet.devices();
    String late = devices.getLast();
    startAllBut(late);
    people().applyPolicy(Fleet.policy(SOAK.toSeconds() + "s"));
    people().createToken("builder", "publisher", Cluster.PRODUCT);
    Path release = TestFiles.random(people().desk("app.bin"), 2, RELEASE_BYTES);

    people().publish(Optional.of("builder"), release, "1.0", "--timeout", "3m").done();
    killEachOnce(devices.subList(0, devices.size() - 1));
    // Every kill fell into the rollout, as it could not end without the last device.
    assertThat(people().rollout(1).path("state").asText()).isNotEqualTo("completed");
    cluster().startAgents(List.of(late));

    assertCountedOnce(people().awaitCompleted(1));
    for (String device : devices) {
      assertThat(cluster().site().installed(device, Cluster.PRODUCT))
          .as(device)
          .hasSameBinaryContentAs(release);
    }
    cluster().awaitUp();
    goOnWithoutABroker();
  }

  /// With a broker of Kafka gone for good, the next rollout goes on at once and counts right.
  private static void goOnWithoutABroker() throws Exception {
    Path release = TestFiles.random(people().desk("app-2.bin"), 3, RELEASE_BYTES);
    people().publish(Optional.of("builder"), release, "2.0", "--timeout", "3m").done();
    people().awaitAdmitted(2, 0, START_LIMIT);

    String gone = ContainerPlaces.KAFKA.getLast();
    long killed = System.nanoTime();
    cluster().kill(gone);
    people().awaitAdmitted(2, 1, SOAK.plus(CARRY_ON_LIMIT));
    System.out.printf(
        "without %s the next ring was admitted after %d s, soak of %d s included%n",
        gone, Duration.ofNanos(System.nanoTime() - killed).toSeconds(), SOAK.toSeconds());
    JsonNode completed = people().awaitCompleted(2);

    assertCountedOnce(completed);
    for (String notifier : Cluster.NOTIFIERS) {
      assertThat(people().rollout(notifier, 2)).isEqualTo(completed);
    }
    cluster().restart(gone);
  }

  private static Cluster cluster() {
    return Objects.requireNonNull(cluster);
  }

  private static People people() {
    return Objects.requireNonNull(people);
  }

  /// A few at a time, as on a small machine a start that takes longer is taken for a broken one.
  private static void startAllBut(String late) throws Exception {
    List<String> devices = new ArrayList<>(Fleet.devices());
    for (String device : devices) {
      people().enrol(device);
    }
    devices.remove(late);
    for (int first = 0; first < devices.size(); first += 7) {
      cluster().startAgents(devices.subList(first, Math.min(first + 7, devices.size())));
    }
  }

  /// Each program once, and of the servers one of each kind, in an order drawn from the seed.
  private static void killEachOnce(List<String> running) {
    Seeded seeded = Seeds.of("killed containers", 1).getFirst();
    Random random = Random.from(seeded);
    List<String> order =
        new ArrayList<>(
            List.of(
                "publisher",
                "signer",
                Cluster.NOTIFIERS.get(random.nextInt(Cluster.NOTIFIERS.size())),
                Cluster.EDGE,
                running.get(random.nextInt(running.size())),
                ContainerPlaces.KAFKA.get(random.nextInt(ContainerPlaces.KAFKA.size())),
                ContainerPlaces.STORE,
                ContainerPlaces.BROKER));
    Collections.shuffle(order, random);
    System.out.printf("seed %d kills %s%n", seeded.seed(), order);
    for (String name : order) {
      long started = System.nanoTime();
      cluster().killAndRestart(name);
      cluster().awaitUp();
      System.out.printf(
          "%s killed, all is up again after %d s%n",
          name, Duration.ofNanos(System.nanoTime() - started).toSeconds());
    }
  }

  private static void assertCountedOnce(JsonNode rollout) {
    assertThat(rollout.path("rings")).as("%s", rollout).hasSameSizeAs(Fleet.rings());
    for (int i = 0; i < Fleet.rings().size(); i++) {
      JsonNode ring = rollout.path("rings").get(i);
      int devices = Fleet.rings().get(i).devices().size();
      assertThat(ring.path("devices").asInt()).as("%s", rollout).isEqualTo(devices);
      assertThat(ring.path("confirmed").asInt()).as("%s", rollout).isEqualTo(devices);
      assertThat(ring.path("failed").asInt()).as("%s", rollout).isZero();
    }
  }
}
