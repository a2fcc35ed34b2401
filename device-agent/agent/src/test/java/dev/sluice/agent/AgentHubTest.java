package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.agent.link.DeviceKey;
import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.program.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent against a real MQTT 5 broker.
class AgentHubTest {
  private static final TraceParent TRACE =
      new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

  @TempDir static Path hubDirectory;
  private static TestHub hub;

  @TempDir Path directory;
  private AgentFixture device;

  @BeforeAll
  static void startHub() throws Exception {
    hub = new TestHub(hubDirectory);
  }

  @AfterAll
  static void stopHub() throws Exception {
    hub.close();
  }

  @BeforeEach
  void givenDevice() throws Exception {
    device = new AgentFixture(directory);
    hub.forget();
  }

  @AfterEach
  void close() {
    device.close();
  }

  private long confirmed(Outcome outcome, String version) {
    return hub.received(SignedConfirmation.class).stream()
        .map(SignedConfirmation::confirmation)
        .filter(c -> c.outcome() == outcome)
        .filter(c -> c.release().version().value().equals(version))
        .count();
  }

  @Test
  void givenWaveAnnounced_whenConnected_thenInstallsAndConfirmsSigned() throws Exception {
    try (var agent = Agent.start(device.config(hub.port()), Surroundings.quiet())) {
      await().atMost(AgentFixture.PATIENCE).until(() -> confirmed(Outcome.INSTALLED, "1.0") > 0);
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
      device.fleet.ring(device.old, device.fleet.next(device.next));

      hub.announce(device.fleet.announcement(device.next), Optional.of(TRACE));

      await().atMost(AgentFixture.PATIENCE).until(() -> confirmed(Outcome.INSTALLED, "2.0") > 0);
      await().atMost(AgentFixture.PATIENCE).until(() -> waiting() == 0);
    }
    assertThat(device.installed()).isEqualTo(device.newBytes);
    assertThat(hub.traces().getLast().traceId()).isEqualTo(TRACE.traceId());
    assertThat(hub.traces().getLast().spanId()).isNotEqualTo(TRACE.spanId());
    assertThat(device.log()).contains("traceId=\"" + TRACE.traceId() + "\"");
    var key = DeviceKey.createOrLoad(directory.resolve("device.key")).publicKey();
    assertThat(hub.received(SignedConfirmation.class))
        .allMatch(confirmation -> confirmation.isSignedBy(key));
    assertThat(hub.received(DeviceReported.class).getLast().running())
        .singleElement()
        .satisfies(running -> assertThat(running.counter()).isEqualTo(2));
  }

  @Test
  void givenInstalledWithoutAHub_whenConnectedLater_thenDeliversTheQueuedConfirmation()
      throws Exception {
    device.runOnce();
    assertThat(waiting()).isEqualTo(1);

    try (var _ = Agent.start(device.config(hub.port()), Surroundings.quiet())) {
      await().atMost(AgentFixture.PATIENCE).until(() -> confirmed(Outcome.INSTALLED, "1.0") > 0);
      await().atMost(AgentFixture.PATIENCE).until(() -> waiting() == 0);
    }
  }

  @Test
  void givenWrongSecret_whenConnecting_thenSaysSoAndStillUpdates() throws Exception {
    device.secret = "wrong";

    try (var agent = Agent.start(device.config(hub.port()), Surroundings.quiet())) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
      await()
          .atMost(AgentFixture.PATIENCE)
          .until(() -> device.log().contains("no connection to the hub"));
    }

    assertThat(device.installed()).isEqualTo(device.oldBytes);
    assertThat(device.log()).contains("NOT_AUTHORIZED").doesNotContain("wrong", "hivemq");
  }

  private long waiting() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("data/confirmations"))) {
      return files.count();
    }
  }
}
