package dev.sluice.stack;

import dev.sluice.agent.Agent;
import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.edge.EdgeNode;
import dev.sluice.events.DeviceState;
import dev.sluice.events.device.DeviceId;
import dev.sluice.notifier.DeviceEnrolment;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import dev.sluice.update.InPlacePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Devices in this process: the agents are the ones of `sluice-agent`, each with a folder, a key
/// and a secret of its own, spread over the nodes of tier 2.
public final class Fleet implements AutoCloseable {
  private static final Duration ENROL_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final long EPOCH = 1;

  private final Pipeline pipeline;
  private final Path directory;
  private final List<Device> devices;

  /// One device: who it is, the file that it keeps up to date, and its agent.
  private record Device(DeviceId id, Path installFile, Agent agent) {}

  /// Which ring's tag the device with a number gets, of so many.
  @FunctionalInterface
  public interface Tags {
    /// The tag.
    String of(int device, int devices);
  }

  private Fleet(Pipeline pipeline, Path directory, List<Device> devices) {
    this.pipeline = pipeline;
    this.directory = directory;
    this.devices = devices;
  }

  /// Enrols the devices, starts their agents, and waits until the inventory knows all of them.
  ///
  /// @throws FailedException if an agent cannot start, or the inventory does not fill within 60 s
  public static Fleet start(Pipeline pipeline, ProductName product, int count, Tags tags)
      throws IOException {
    Path directory = Files.createDirectories(pipeline.data().resolve("devices"));
    Files.write(directory.resolve("root.json"), pipeline.trustAnchor());
    List<String> principals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      principals.add(
          Credentials.line(id(i).value(), "device", pipeline.data().secret(id(i).value())));
    }
    Credentials.write(pipeline.devicePrincipals(), principals);
    Fleet fleet = new Fleet(pipeline, directory, new ArrayList<>());
    try {
      DeviceEnrolment enrolment = new DeviceEnrolment(pipeline.producer());
      for (int i = 0; i < count; i++) {
        AgentConfig config = fleet.config(product, i, tags.of(i, count));
        enrolment.enrol(
            config.deviceId(),
            EPOCH,
            DeviceKey.createOrLoad(config.deviceKeyFile()).publicKey(),
            config.deviceAttributes());
        fleet.devices.add(
            new Device(
                config.deviceId(),
                config.installFile(),
                Agent.start(config, Surroundings.quiet())));
      }
    } catch (ProgramException e) {
      fleet.close();
      throw e;
    }
    fleet.awaitEnrolled();
    return fleet;
  }

  /// How many devices there are.
  public int size() {
    return devices.size();
  }

  /// Below it each device has a folder.
  public Path directory() {
    return directory;
  }

  /// The files that the devices keep up to date.
  public List<Path> installFiles() {
    return devices.stream().map(Device::installFile).toList();
  }

  /// Waits until the inventory says that every device runs the release with this counter, or a
  /// later one.
  ///
  /// @return whether it does within the limit
  public boolean awaitInventory(long counter, Duration limit) {
    return pipeline
        .view()
        .await(
            view -> devices.stream().allMatch(device -> runs(view.device(device.id()), counter)),
            limit);
  }

  /// Waits until every device has the artifact on its disk.
  ///
  /// @return how many have it at the end: all, unless the limit was reached first
  public int awaitInstalled(Digest artifact, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    int installed = countInstalled(artifact);
    while (installed < devices.size() && System.nanoTime() < end) {
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return installed;
      }
      installed = countInstalled(artifact);
    }
    return installed;
  }

  @Override
  public void close() {
    devices.parallelStream().forEach(device -> device.agent().close());
  }

  private int countInstalled(Digest artifact) throws IOException {
    int installed = 0;
    for (Device device : devices) {
      if (Files.exists(device.installFile()) && digest(device.installFile()).equals(artifact)) {
        installed++;
      }
    }
    return installed;
  }

  private AgentConfig config(ProductName product, int number, String ring) throws IOException {
    DeviceId id = id(number);
    EdgeNode edge = pipeline.tier2().get(number % pipeline.tier2().size());
    Path own = Files.createDirectories(directory.resolve(id.value()));
    return new AgentConfig(
        id,
        EPOCH,
        "demo",
        product,
        edge.httpUri(),
        Optional.empty(),
        new AgentConfig.Mqtt(
            Optional.empty(),
            edge.mqttPort(),
            new SecretText(pipeline.data().secret(id.value())),
            Optional.empty()),
        own.resolve("device.key"),
        directory.resolve("root.json"),
        own.resolve("agent"),
        own.resolve("installed").resolve(product.value()),
        List.of(ring),
        Map.of(),
        Duration.ofHours(1),
        new ByteSize(16 << 20),
        InPlacePolicy.NEVER,
        false,
        AdminConfig.ANY_PORT,
        TracingConfig.OFF);
  }

  private void awaitEnrolled() {
    boolean enrolled =
        pipeline
            .view()
            .await(
                view ->
                    devices.stream()
                        .allMatch(
                            device ->
                                view.device(device.id()).isPresent()
                                    && device.agent().isConnected()),
                ENROL_LIMIT);
    if (!enrolled) {
      close();
      throw new FailedException(
          "fleet: %d enrolled and connected devices were expected within %d s; see %s"
              .formatted(devices.size(), ENROL_LIMIT.toSeconds(), pipeline.logFile()));
    }
  }

  private static boolean runs(Optional<DeviceState> state, long counter) {
    return state
        .filter(s -> s.running().stream().anyMatch(running -> running.counter() >= counter))
        .isPresent();
  }

  private static DeviceId id(int number) {
    return new DeviceId(String.format(Locale.ROOT, "device-%04d", number + 1));
  }

  private static Digest digest(Path file) throws IOException {
    Digester digester = new Digester();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digester.update(buffer, 0, count);
      }
    }
    return digester.digest();
  }
}
