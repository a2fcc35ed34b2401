package dev.sluice.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.agent.Agent;
import dev.sluice.agent.AgentProgram;
import dev.sluice.agent.link.DeviceKey;
import dev.sluice.edge.EdgeNode;
import dev.sluice.events.device.DeviceId;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Devices in this process: the program `agent` once for each, from a configuration file of its
/// own, spread over the nodes of tier 2.
public final class Fleet implements AutoCloseable {
  private static final Duration ENROL_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final long EPOCH = 1;

  private final Pipeline pipeline;
  private final Path directory;
  private final List<Device> devices = new ArrayList<>();
  private final Closing closing = new Closing();

  /// One device: who it is, the file that it keeps up to date, and its agent.
  private record Device(
      DeviceId id, ProductName product, Path config, Path installFile, ProgramRunner runner) {
    Agent agent() {
      return runner.running(Agent.class);
    }
  }

  /// Which ring's tag the device with a number gets, of so many.
  @FunctionalInterface
  public interface Tags {
    /// The tag.
    String of(int device, int devices);
  }

  private Fleet(Pipeline pipeline, Path directory) {
    this.pipeline = pipeline;
    this.directory = directory;
  }

  /// Enrols the devices, starts their agents, and waits until the inventory knows all of them.
  ///
  /// @param settings more of each agent's configuration, in YAML; may be empty
  /// @throws dev.sluice.program.exit.ProgramException if an agent cannot start, or the inventory
  ///     does not fill within 60 s
  public static Fleet start(
      Pipeline pipeline, ProductName product, int count, Tags tags, String settings)
      throws IOException, InterruptedException {
    return start(pipeline, List.of(product), count, tags, settings);
  }

  /// The same with several products, of which each device runs one, in turn.
  ///
  /// @param products at least one
  public static Fleet start(
      Pipeline pipeline, List<ProductName> products, int count, Tags tags, String settings)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(pipeline.data().resolve("devices"));
    Files.write(directory.resolve("root.json"), pipeline.trustAnchor());
    Fleet fleet = new Fleet(pipeline, directory);
    boolean started = false;
    try {
      Map<String, String> principals = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        String id = id(i).value();
        principals.put(id, Credentials.line(id, "device", pipeline.data().secret(id)));
      }
      Credentials.ensure(pipeline.devicePrincipals(), principals);
      for (int i = 0; i < count; i++) {
        fleet.start(products.get(i % products.size()), i, tags.of(i, count), settings);
      }
      fleet.awaitEnrolled();
      started = true;
      return fleet;
    } finally {
      if (!started) {
        fleet.close();
      }
    }
  }

  private void start(ProductName product, int number, String tag, String settings)
      throws IOException, InterruptedException {
    DeviceId id = id(number);
    Path own = Files.createDirectories(directory.resolve(id.value()));
    Path config = own.resolve("agent.yaml");
    Files.writeString(config, yaml(product, number, tag) + settings);
    enrol(id, product, own.resolve("device.key"), tag);
    ProgramRunner runner = closing.add(id.value(), ConfigFiles.start(new AgentProgram(), config));
    Path installFile = own.resolve("installed").resolve(product.value());
    devices.add(new Device(id, product, config, installFile, runner));
  }

  /// Switches a device off.
  ///
  /// @param number from 0
  void switchOff(int number) {
    devices.get(number).runner().close();
  }

  /// Switches a device on again.
  ///
  /// @param number from 0
  void switchOn(int number) throws IOException, InterruptedException {
    Device device = devices.get(number);
    ProgramRunner runner =
        closing.add(device.id().value(), ConfigFiles.start(new AgentProgram(), device.config()));
    devices.set(
        number,
        new Device(device.id(), device.product(), device.config(), device.installFile(), runner));
  }

  private void enrol(DeviceId id, ProductName product, Path key, String tag)
      throws IOException, InterruptedException {
    ObjectNode device =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id.value())
            .put("epoch", EPOCH)
            .put("publicKey", DeviceKey.createOrLoad(key).publicKey().toString());
    var _ = device.putArray("tags").add(tag);
    var _ = device.putArray("products").add(product.value());
    pipeline.client().enrol(device);
  }

  private String yaml(ProductName product, int number, String tag) {
    EdgeNode edge = pipeline.tier2().get(number % pipeline.tier2().size());
    return """
    device-id: %s
    epoch: %d
    stamp: demo
    product: %s
    edge-url: %s
    mqtt: {port: %d, password-file: ../../secrets/%s}
    device-key-file: device.key
    trust-anchor-file: ../root.json
    data-directory: agent
    install-file: installed/%s
    tags: [%s]
    """
        .formatted(
            id(number), EPOCH, product, edge.httpUri(), edge.mqttPort(), id(number), product, tag);
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

  /// Those of the devices that run a product.
  List<Path> installFilesOf(ProductName product) {
    return devices.stream()
        .filter(device -> device.product().equals(product))
        .map(Device::installFile)
        .toList();
  }

  /// Waits until the inventory says that every device runs the release with this counter, or a
  /// later one.
  ///
  /// @return whether it does within the limit
  public boolean awaitInventory(long counter, Duration limit) {
    return pipeline.client().await(client -> allRun(client, counter), limit);
  }

  private boolean allRun(PipelineClient client, long counter) throws InterruptedException {
    for (Device device : devices) {
      if (client.runningCounter(device.id()).filter(running -> running >= counter).isEmpty()) {
        return false;
      }
    }
    return true;
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
    closing.close();
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

  private void awaitEnrolled() {
    boolean enrolled =
        pipeline.client().await(client -> allRun(client, 0) && areConnected(), ENROL_LIMIT);
    if (!enrolled) {
      throw new FailedException(
          "fleet: %d enrolled and connected devices were expected within %d s, but %d are connected and %s; see %s"
              .formatted(
                  devices.size(),
                  ENROL_LIMIT.toSeconds(),
                  devices.stream().filter(device -> device.agent().isConnected()).count(),
                  isInventoryFull() ? "all in the inventory" : "not all in the inventory",
                  pipeline.logFile()));
    }
  }

  private boolean isInventoryFull() {
    return pipeline.client().await(client -> allRun(client, 0), Duration.ZERO);
  }

  private boolean areConnected() {
    return devices.stream().allMatch(device -> device.agent().isConnected());
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
