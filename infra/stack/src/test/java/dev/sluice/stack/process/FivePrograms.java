package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.StoreCredentials;
import dev.sluice.stack.process.Site.Principals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// The five programs as processes, three agents among them, over embedded servers.
final class FivePrograms implements AutoCloseable {
  static final String PRODUCT = "demo";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  /// What [#startServers()] starts; agents come after them.
  private static final int SERVERS = 4;

  private static final String EDGE = "edge-1";
  private static final Set<String> CONTENT = Set.of("targets", "patches", "slices");
  private static final int OK = 200;

  /// Devices, each in a ring of its own by its tag.
  private static final Map<String, String> DEVICES =
      new TreeMap<>(Map.of("device-1", "canary", "device-2", "early", "device-3", "broad"));

  private final Site site;
  private final EmbeddedServers servers;
  private final List<ProgramProcess> processes = new ArrayList<>();

  private FivePrograms(Site site, EmbeddedServers servers) {
    this.site = site;
    this.servers = servers;
  }

  /// Lays the site out and starts the servers; no program yet.
  static FivePrograms prepare(Path directory)
      throws IOException, InterruptedException, ExecutionException {
    var places = new OneMachine();
    var site = new Site(directory, places);
    Path stamp =
        site.write(
            "principals/stamp.jsonl",
            site.lines(new Principals("bridge", Site.BRIDGE))
                + site.lines(new Principals("node", List.of(EDGE))));
    EmbeddedServers servers =
        EmbeddedServers.start(
            directory.resolve("servers"),
            places.ports(),
            new StoreCredentials(Site.PIPELINE, site.reveal(Site.PIPELINE)),
            stamp);
    places.useServers(servers);
    return new FivePrograms(site, servers);
  }

  Site site() {
    return site;
  }

  EmbeddedServers servers() {
    return servers;
  }

  /// Every process that was started, in that order.
  List<ProgramProcess> processes() {
    return List.copyOf(processes);
  }

  /// A process of each of the five programs.
  List<ProgramProcess> oneOfEach() {
    return processes.subList(0, SERVERS + 1);
  }

  /// Starts what runs on servers, all at once.
  void startServers() throws IOException {
    start("notifier", "notifier", site.notifier());
    start("signer", "signer", site.signer());
    start("publisher", "publisher", site.publisher());
    var clients = new Principals("device", List.copyOf(DEVICES.keySet()));
    start(EDGE, "edge", site.edge(EDGE, clients));
  }

  /// Starts the devices' agents, all at once.
  void startAgents() throws IOException {
    for (Map.Entry<String, String> device : DEVICES.entrySet()) {
      String name = device.getKey();
      start(name, "agent", site.agent(name, EDGE, PRODUCT, device.getValue()));
    }
  }

  private void start(String name, String program, Path config) throws IOException {
    processes.add(ProgramProcess.start(name, program, config, site.places().port(name, "admin")));
  }

  /// Waits until all are ready by their own word.
  void awaitReady() {
    processes.forEach(ProgramProcess::awaitReady);
  }

  /// Fetches the stamp's root metadata from the edge node, to be given to devices.
  void takeTrustAnchor() {
    site.takeTrustAnchor(URI.create("http://127.0.0.1:" + site.places().port(EDGE, "http")));
  }

  /// Has the edge node hold all artifacts and patches that the store has.
  void warmEdge() throws IOException, InterruptedException {
    URI edge = URI.create("http://127.0.0.1:" + site.places().port(EDGE, "http"));
    Path bucket = servers.objectFiles();
    List<Path> files;
    try (Stream<Path> all = Files.walk(bucket)) {
      files = all.filter(Files::isRegularFile).map(bucket::relativize).toList();
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Path file : files) {
        if (CONTENT.contains(file.getName(0).toString())) {
          var answer =
              client.send(
                  HttpRequest.newBuilder(edge.resolve("/" + file)).timeout(LIMIT).build(),
                  BodyHandlers.discarding());
          assertThat(answer.statusCode()).as("%s", file).isEqualTo(OK);
        }
      }
    }
  }

  /// What each agent says of itself, to be enrolled with.
  List<Path> identities() {
    return DEVICES.keySet().stream()
        .map(device -> site.directory().resolve(device).resolve("data/identity.json"))
        .toList();
  }

  /// Waits until every disk holds the release.
  void awaitInstalled(Path release) {
    for (String device : DEVICES.keySet()) {
      Path installed = site.installed(device, PRODUCT);
      await(device + " has " + release.getFileName())
          .atMost(LIMIT)
          .pollInterval(POLL)
          .untilAsserted(
              () -> {
                assertThat(installed).exists();
                assertThat(Files.mismatch(installed, release)).isEqualTo(-1);
              });
    }
  }

  /// Ends all at once with SIGTERM.
  void terminate() throws InterruptedException, IOException {
    processes.forEach(ProgramProcess::terminate);
    for (ProgramProcess process : processes) {
      process.awaitTerminated();
    }
    processes.clear();
  }

  /// How many devices there are.
  static int devices() {
    return DEVICES.size();
  }

  @Override
  public void close() throws IOException {
    processes.forEach(ProgramProcess::close);
    servers.close();
  }
}
