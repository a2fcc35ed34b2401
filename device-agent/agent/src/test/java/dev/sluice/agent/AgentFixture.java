package dev.sluice.agent;

import static org.awaitility.Awaitility.await;

import dev.sluice.agent.check.HealthConfig;
import dev.sluice.agent.check.ReloadConfig;
import dev.sluice.agent.link.ConfirmationQueue;
import dev.sluice.agent.link.HubLink;
import dev.sluice.agent.log.DeviceLog;
import dev.sluice.events.device.DeviceId;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.release.Installer;
import dev.sluice.testkit.Seeded;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.settings.InPlacePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A device's directory, an edge node, and a fleet with two releases, of which the first is
/// current.
final class AgentFixture implements AutoCloseable {
  static final DeviceId DEVICE = new DeviceId("device-001");
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Path directory;
  final FakeFleet fleet = new FakeFleet(InstantSource.system(), 16 << 10);
  final byte[] oldBytes = new Seeded(1).bytesOfLength(100_000);
  final byte[] newBytes = Arrays.copyOf(oldBytes, 120_000);
  final Release old;
  final Release next;
  final TestEdge edge;

  /// What the device shows the hub.
  String secret = TestHub.SECRET;

  /// How a new version shows that it is healthy.
  HealthConfig health = HealthConfig.NONE;

  /// What the device keeps, and how it is read anew.
  final Installer kind;

  ReloadConfig reload = ReloadConfig.NONE;

  private final CapturedLog log = new CapturedLog();

  AgentFixture(Path directory) throws IOException {
    this(directory, Installer.FILE);
  }

  AgentFixture(Path directory, Installer kind) throws IOException {
    this.directory = directory;
    this.kind = kind;
    fleet.setKind(kind);
    Arrays.fill(newBytes, 500, 700, (byte) 3);
    old = fleet.release("1.0", 1, oldBytes);
    next = fleet.release("2.0", 2, newBytes);
    fleet.ring(old, null);
    edge = new TestEdge(fleet.files());
    Files.write(directory.resolve("root.json"), fleet.trustAnchor());
    Files.writeString(directory.resolve("secret"), TestHub.SECRET + "\n");
  }

  Path installFile() {
    return directory.resolve("opt").resolve("app.bin");
  }

  byte[] installed() {
    try {
      return Files.exists(installFile()) ? Files.readAllBytes(installFile()) : new byte[0];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What the agent has logged: level, message, device, keys with values.
  String log() {
    return log.text();
  }

  AgentConfig config(int mqttPort) {
    return config(mqttPort, installFile());
  }

  /// Without a hub.
  AgentConfig config(Duration refreshInterval) {
    return config(1, installFile(), refreshInterval);
  }

  AgentConfig config(int mqttPort, Path installFile) {
    return config(mqttPort, installFile, Duration.ofHours(1));
  }

  AgentConfig config(int mqttPort, Path installFile, Duration refreshInterval) {
    return config(mqttPort, installFile, refreshInterval, InPlacePolicy.NEVER);
  }

  /// Without a hub; when short of room, patches are applied in place.
  AgentConfig inPlaceConfig() {
    return config(1, installFile(), Duration.ofHours(1), InPlacePolicy.WHEN_SHORT);
  }

  private AgentConfig config(
      int mqttPort, Path installFile, Duration refreshInterval, InPlacePolicy inPlace) {
    return new AgentConfig(
        DEVICE,
        1,
        "local",
        FakeFleet.PRODUCT,
        edge.uri(),
        Optional.empty(),
        new AgentConfig.Mqtt(
            Optional.of("localhost"), mqttPort, new SecretText(secret), Optional.empty()),
        directory.resolve("device.key"),
        directory.resolve("root.json"),
        directory.resolve("data"),
        installFile,
        kind,
        List.of(),
        Map.of(),
        refreshInterval,
        ZoneOffset.UTC,
        new ByteSize(16 << 20),
        Duration.ofDays(1),
        inPlace,
        reload,
        health,
        false,
        AdminConfig.ANY_PORT,
        TracingConfig.OFF);
  }

  /// The device's link alone, with a hub at this port.
  static HubLink link(int port, ConfirmationQueue queue, Consumer<UpdateEvent> events) {
    return HubLink.start(
        new HubLink.Hub(
            new MqttAddress("localhost", port, Optional.empty()),
            DEVICE,
            new SecretText(TestHub.SECRET),
            FakeFleet.PRODUCT),
        queue,
        new DeviceLog(DEVICE),
        events);
  }

  /// Starts an agent without a hub and lets it do what there is to do.
  void runOnce() {
    try (var agent = Agent.start(config(1), Surroundings.quiet())) {
      await().atMost(PATIENCE).until(agent::isUpToDate);
    }
  }

  @Override
  public void close() {
    edge.close();
    log.close();
  }
}
