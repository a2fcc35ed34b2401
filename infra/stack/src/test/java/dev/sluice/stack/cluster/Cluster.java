package dev.sluice.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.AccessMode;
import dev.sluice.stack.cluster.Container.Plan;
import dev.sluice.stack.process.AdminPage;
import dev.sluice.stack.process.Ports;
import dev.sluice.stack.process.Site;
import dev.sluice.stack.process.Site.Principals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.testcontainers.containers.Network;

/// The whole pipeline, each process in a container of its own: Kafka's three brokers, the S3
/// server, the stamp's broker, the five programs, and devices.
final class Cluster implements AutoCloseable {
  /// The edge node.
  static final String EDGE = "edge-1";

  /// Two that share the work; the first has the bridge.
  static final List<String> NOTIFIERS = List.of("notifier", "notifier-2");

  static final String PRODUCT = "demo";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int ANSWER_MILLIS = 300;
  private static final String INSIDE = "/site";
  static final String MOSQUITTO = "/usr/sbin/mosquitto";

  private final Site site;
  private final int user;
  private final Network network = Network.newNetwork();
  private final Ports ports = new Ports();
  private final Map<String, Container> containers = new LinkedHashMap<>();

  /// Ports of this machine by `container/port of the container`.
  private final Map<String, Integer> entrances = new LinkedHashMap<>();

  private Cluster(Site site, int user) {
    this.site = site;
    this.user = user;
  }

  /// Builds the images and lays out the files; nothing runs yet.
  ///
  /// @param images folder in which the images' files are gathered
  static Cluster prepare(Path directory, Path images) throws IOException {
    Images.build(ImageFiles.gather(images, List.of(Path.of(MOSQUITTO)), Engineer.USER));
    var site = new Site(directory, new ContainerPlaces());
    new ServerFiles(site).write(List.of(EDGE));
    // The containers write as whoever runs the tests, so that the files can be removed.
    return new Cluster(site, (Integer) Files.getAttribute(directory, "unix:uid"));
  }

  Site site() {
    return site;
  }

  Network network() {
    return network;
  }

  /// Starts the servers that are not ours.
  void startServers() {
    for (String host : ContainerPlaces.KAFKA) {
      List<String> command = new ArrayList<>(Images.STACK.java("256m", KafkaNode.class.getName()));
      command.add(INSIDE + "/" + host + "/server.properties");
      start(host, Images.STACK, command, ContainerPlaces.KAFKA_PORT);
    }
    List<String> command = new ArrayList<>(Images.STACK.java("128m", "org.gaul.s3proxy.Main"));
    command.addAll(
        List.of("--properties", INSIDE + "/" + ContainerPlaces.STORE + "/s3proxy.properties"));
    start(ContainerPlaces.STORE, Images.STACK, command, ContainerPlaces.STORE_PORT);
    start(
        ContainerPlaces.BROKER,
        Images.BASE,
        List.of(MOSQUITTO, "-c", INSIDE + "/" + ContainerPlaces.BROKER + "/mosquitto.conf"),
        ContainerPlaces.BROKER_PORT);
  }

  /// Starts publisher, signer, two notifiers and the edge node, without waiting for what they need.
  void startPrograms() throws IOException {
    var clients = new Principals("device", Fleet.devices());
    start(EDGE, Images.EDGE, "256m", "dev.sluice.edge.EdgeMain", site.edge(EDGE, clients));
    start(
        "publisher",
        Images.PUBLISHER,
        "128m",
        "dev.sluice.publisher.PublisherMain",
        site.publisher());
    start("signer", Images.SIGNER, "128m", "dev.sluice.signer.SignerMain", site.signer());
    for (String name : NOTIFIERS) {
      Path config = site.notifierOfSeveral(name, name.equals(NOTIFIERS.getFirst()));
      start(name, Images.NOTIFIER, "256m", "dev.sluice.notifier.NotifierMain", config);
    }
  }

  /// Starts agents and waits until they are ready.
  void startAgents(Collection<String> devices) throws IOException {
    for (String device : devices) {
      Path config = site.agent(device, EDGE, PRODUCT, Fleet.ringOf(device));
      start(device, Images.AGENT, "48m", "dev.sluice.agent.AgentMain", config);
    }
    devices.forEach(this::awaitUp);
  }

  private void start(String name, Images image, String heap, String mainClass, Path config) {
    List<String> command = new ArrayList<>(image.java(heap, mainClass));
    command.addAll(List.of("run", "--config", INSIDE + "/" + site.directory().relativize(config)));
    start(
        name,
        image,
        command,
        ContainerPlaces.ADMIN,
        site.places().port(name, "http"),
        site.places().port(name, "api"));
  }

  /// @param inside ports of the container; the first is the one that [#awaitUp(String)] asks at
  private void start(String name, Images image, List<String> command, int... inside) {
    Map<Integer, Integer> mapping = new LinkedHashMap<>();
    for (int port : inside) {
      mapping.put(port, ports.next());
      entrances.put(name + "/" + port, mapping.get(port));
    }
    var plan =
        new Plan(
            name,
            image,
            user,
            site.directory(),
            INSIDE,
            AccessMode.rw,
            // Native libraries are unpacked there, so it must allow programs.
            Map.of("/tmp", "rw,exec,mode=1777"),
            Map.of(),
            mapping,
            "/",
            command);
    containers.put(name, Container.start(plan, network));
  }

  /// An API of a program as this machine reaches it.
  URI api(String program) {
    return entrance(program, ContainerPlaces.API);
  }

  /// The edge node's HTTP side as this machine reaches it.
  URI edge() {
    return entrance(EDGE, ContainerPlaces.HTTP);
  }

  private URI entrance(String name, int inside) {
    return URI.create(
        "http://127.0.0.1:" + Objects.requireNonNull(entrances.get(name + "/" + inside)));
  }

  /// Kills what runs in a container, starts it again, and waits until it does its work.
  void killAndRestart(String name) {
    kill(name);
    restart(name);
  }

  /// Kills what runs in a container.
  void kill(String name) {
    container(name).kill();
  }

  /// Starts what was killed again, and waits until it does its work.
  void restart(String name) {
    container(name).restart();
    awaitUp(name);
  }

  /// Waits until all containers do their work.
  void awaitUp() {
    List.copyOf(containers.keySet()).forEach(this::awaitUp);
  }

  /// Waits until the program of a container is ready by its own word, or a foreign server answers.
  void awaitUp(String name) {
    // Reading a log costs more than asking: only for a failure.
    Supplier<String> story = () -> name + ": " + tail(name);
    await(name + " is up")
        .atMost(LIMIT)
        .pollInterval(POLL)
        .failFast(() -> assertThat(container(name).isRunning()).as(story).isTrue())
        .untilAsserted(() -> assertThat(problems(name)).as(story).isEmpty());
  }

  private Map<String, String> problems(String name) {
    return switch (name) {
      case String host when ContainerPlaces.KAFKA.contains(host) ->
          problems(name, ContainerPlaces.KAFKA_PORT);
      case ContainerPlaces.STORE -> problems(name, ContainerPlaces.STORE_PORT);
      case ContainerPlaces.BROKER -> problems(name, ContainerPlaces.BROKER_PORT);
      default ->
          new AdminPage(entrance(name, ContainerPlaces.ADMIN).getPort()).readiness().problems();
    };
  }

  /// Docker's own proxy takes connections for whoever is not there and closes them at once.
  private Map<String, String> problems(String name, int inside) {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), entrance(name, inside).getPort())) {
      socket.setSoTimeout(ANSWER_MILLIS);
      return socket.getInputStream().read() >= 0 ? Map.of() : Map.of(name, "not listening");
    } catch (SocketTimeoutException _) {
      // It waits for what we have to say.
      return Map.of();
    } catch (IOException e) {
      return Map.of(name, String.valueOf(e.getMessage()));
    }
  }

  private Container container(String name) {
    return Objects.requireNonNull(containers.get(name), name);
  }

  private String tail(String name) {
    String all = container(name).output() + container(name).errors();
    return all.substring(Math.max(0, all.length() - 3_000));
  }

  /// Writes what each container wrote into a folder.
  void saveLogs(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Container container : containers.values()) {
      Files.writeString(
          folder.resolve(container.name() + ".log"), container.output() + container.errors());
    }
  }

  /// Kills and removes everything.
  @Override
  public void close() {
    containers.values().parallelStream().forEach(Container::close);
    network.close();
  }
}
