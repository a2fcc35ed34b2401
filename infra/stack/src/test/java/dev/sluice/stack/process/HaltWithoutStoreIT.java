package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.stack.TestFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A rollout is halted while nobody can reach the object store, so that nobody can sign it: the
/// device whose turn comes meanwhile does not install, and the halt is signed when the store is
/// back.
///
/// The outage is short; `-Dsluice.outage=PT1H` makes it an hour.
@Timeout(2 * 3600)
@Tag("long")
class HaltWithoutStoreIT {
  private static final Duration OUTAGE =
      Duration.parse(System.getProperty("sluice.outage", "PT20S"));

  /// From a wave's announcement until the store is away and the halt is ordered: a command starts a
  /// JVM, which a busy machine takes long for.
  private static final Duration PREPARATION = Duration.ofSeconds(40);

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String CANARY = "device-1";
  private static final RolloutId ROLLOUT = new RolloutId(new ProductName(FivePrograms.PRODUCT), 2);

  @TempDir private Path directory;

  private static String policy(Duration pullWindow) {
    return """
        delta-wait: 0s
        rings:
          - {name: canary, selector: {tag: canary}, soak: 0s, pull-window: %s, silent-after: 4h}
          - {name: others, selector: {everyone: true}, soak: 0s, pull-window: 0s}
        """
        .formatted(pullWindow);
  }

  @Test
  void givenStoreAway_whenARolloutIsHalted_thenADeviceWhoseTurnComesHolds() throws Exception {
    try (FivePrograms programs = FivePrograms.prepare(directory.resolve("site"))) {
      programs.startServers();
      programs.takeTrustAnchor();
      programs.startAgents();
      programs.awaitReady();
      var people = new Operator(directory, programs.site());
      people.enrol(programs.identities());
      people.create("builder", "publisher", FivePrograms.PRODUCT);
      Path good = TestFiles.random(directory.resolve("good.bin"), 1, 100_000);
      people.applyPolicy(FivePrograms.PRODUCT, policy(Duration.ZERO));
      people.publish("builder", good, "1.0");
      var _ = people.awaitCompleted(FivePrograms.PRODUCT, 1);

      Duration turn = PREPARATION.plus(OUTAGE.dividedBy(2));
      people.applyPolicy(FivePrograms.PRODUCT, policy(windowFor(turn)));
      people.publish("builder", TestFiles.random(directory.resolve("bad.bin"), 2, 100_000), "2.0");
      awaitChange(people, "admitting");
      Instant admitted = Instant.now();
      Path memory = programs.site().directory().resolve(CANARY).resolve("data/state.json");
      await("the canary knows its turn")
          .atMost(PREPARATION)
          .until(() -> Files.readString(memory).contains(ROLLOUT.toString()));
      programs.warmEdge();
      programs.servers().cutStore();
      people.order("halt", ROLLOUT);
      awaitChange(people, "halted");
      assertThat(Instant.now()).isBefore(admitted.plus(PREPARATION));
      assertThat(reason(people)).endsWith("not signed yet");

      Path installed = programs.site().installed(CANARY, FivePrograms.PRODUCT);
      Instant end = admitted.plus(PREPARATION).plus(OUTAGE);
      await("the outage")
          .atMost(OUTAGE.plus(LIMIT))
          .pollInterval(Duration.ofMillis(500))
          .failFast(() -> Files.mismatch(installed, good) != -1)
          .until(() -> Instant.now().isAfter(end));
      programs.servers().joinStore();
      await("the halt is signed")
          .atMost(LIMIT)
          .until(() -> !reason(people).endsWith("not signed yet"));

      Path next = TestFiles.random(directory.resolve("next.bin"), 3, 100_000);
      people.applyPolicy(FivePrograms.PRODUCT, policy(Duration.ZERO));
      people.publish("builder", next, "3.0");
      var _ = people.awaitCompleted(FivePrograms.PRODUCT, 3);
      programs.awaitInstalled(next);
      programs.terminate();
    }
  }

  /// The window in which the canary's turn comes after this time.
  private static Duration windowFor(Duration turn) {
    Duration hour = Duration.ofHours(1);
    Instant start =
        Admission.startAt(ROLLOUT, new DeviceId(CANARY), Instant.EPOCH, hour, Instant.EPOCH);
    double fraction = (double) start.toEpochMilli() / hour.toMillis();
    return Duration.ofMillis((long) (turn.toMillis() / fraction));
  }

  private static String reason(Operator people) throws Exception {
    return people.rollout(FivePrograms.PRODUCT, 2).path("reason").asText();
  }

  private static void awaitChange(Operator people, String state) {
    await("rollout is " + state)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              JsonNode rollout = people.rollout(FivePrograms.PRODUCT, 2);
              assertThat(rollout.path("state").asText()).as("%s", rollout).isEqualTo(state);
            });
  }
}
