package dev.sluice.agent;

import static org.awaitility.Awaitility.await;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.testkit.Seeded;
import dev.sluice.update.InPlacePolicy;
import dev.sluice.update.fake.FakeFleet;
import dev.sluice.update.fake.FakeFleet.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

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
  private final CapturedLog log = new CapturedLog();

  AgentFixture(Path directory) throws IOException {
    this.directory = directory;
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

  private AgentConfig config(int mqttPort, Path installFile, Duration refreshInterval) {
    return config(mqttPort, installFile, refreshInterval, AgentConfig.DEFAULT_IN_PLACE);
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
        "localhost",
        mqttPort,
        directory.resolve("secret"),
        directory.resolve("device.key"),
        directory.resolve("root.json"),
        directory.resolve("data"),
        installFile,
        DeviceAttributes.none(),
        refreshInterval,
        AgentConfig.DEFAULT_MAX_MEMORY_BYTES,
        inPlace);
  }

  /// Starts an agent without a hub and lets it do what there is to do.
  void runOnce() throws AgentException {
    try (var agent = Agent.start(config(1))) {
      await().atMost(PATIENCE).until(agent::isUpToDate);
    }
  }

  @Override
  public void close() {
    edge.close();
    log.close();
  }
}
