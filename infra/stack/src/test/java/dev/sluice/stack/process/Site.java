package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// What an operator lays out before the five programs start: a folder with a configuration file for
/// each process, files with secrets, and who may connect to which broker.
public final class Site {
  /// The bucket.
  public static final String BUCKET = "sluice";

  /// The pipeline's identity at the S3 server.
  public static final String PIPELINE = "pipeline";

  /// The bridge's principals at the stamp's broker.
  public static final List<String> BRIDGE =
      List.of("bridge-announcements", "bridge-confirmations", "bridge-reports");

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration ROOT_LIMIT = Duration.ofMinutes(3);
  private static final int OK = 200;

  private final Path directory;
  private final Places places;

  /// @param directory in which everything of it lies; files name others by relative paths
  public Site(Path directory, Places places) {
    this.directory = directory;
    this.places = places;
  }

  /// Its folder.
  public Path directory() {
    return directory;
  }

  /// Where its processes are.
  public Places places() {
    return places;
  }

  /// Writes the publisher's file.
  public Path publisher() throws IOException {
    return write(
        "publisher/publisher.yaml",
        """
        %s
        work-directory: work
        %s
        %s
        """
            .formatted(
                queueAndStore(), listening("api", "publisher"), listening("admin", "publisher")));
  }

  /// Writes the signer's file.
  public Path signer() throws IOException {
    return write(
        "signer/signer.yaml",
        """
        %s
        keys-directory: keys
        %s
        """
            .formatted(queueAndStore(), listening("admin", "signer")));
  }

  /// Writes the notifier's file.
  public Path notifier() throws IOException {
    return notifier("notifier", bridge());
  }

  /// Writes the file of one of several notifiers.
  ///
  /// @param hasBridge whether it is the one that has the bridge
  public Path notifierOfSeveral(String name, boolean hasBridge) throws IOException {
    String address =
        "instances: {address: '%s:%d'}\n".formatted(places.host(name), places.port(name, "api"));
    return notifier(name, hasBridge ? address + bridge() : address);
  }

  private Path notifier(String name, String sections) throws IOException {
    return write(
        name + "/notifier.yaml",
        """
        kafka: %s
        state-directory: state
        %s
        # Nobody listens: there so that the meters of a channel exist.
        channels:
          - {name: nobody, uri: 'smtp://127.0.0.1:9?from=a@site.example&to=b@site.example'}
        %s
        %s"""
            .formatted(places.kafka(), listening("api", name), listening("admin", name), sections));
  }

  private String bridge() throws IOException {
    return """
    bridge:
      broker: {%s}
      announcements: %s
      confirmations: %s
      reports: %s
    """
        .formatted(
            places.broker(), route(BRIDGE.get(0)), route(BRIDGE.get(1)), route(BRIDGE.get(2)));
  }

  private String route(String id) throws IOException {
    return "{client-id: %s, username: %s, password-file: %s}".formatted(id, id, secret(id));
  }

  /// Where the admin token is that the first notifier's first start makes.
  public Path adminToken() {
    return directory.resolve("notifier/state/admin-token");
  }

  /// Writes the file of a node that stands before the object store.
  ///
  /// @param clients who may connect to it, devices or nodes
  public Path edge(String name, Principals clients) throws IOException {
    String upstream =
        "s3: {endpoint: '%s', bucket: %s, region: us-east-1, access-key: %s, secret-key-file: %s}"
            .formatted(places.store(), BUCKET, PIPELINE, secret(PIPELINE));
    return edge(name, clients, upstream, places.broker());
  }

  /// Writes the file of a node behind another.
  public Path edgeBehind(String tier1, String name, Principals clients) throws IOException {
    String upstream =
        "node: {url: 'http://%s:%d'}".formatted(places.host(tier1), places.port(tier1, "http"));
    String link = "host: %s, port: %d".formatted(places.host(tier1), places.port(tier1, "mqtt"));
    return edge(name, clients, upstream, link);
  }

  private Path edge(String name, Principals clients, String upstream, String link)
      throws IOException {
    return write(
        name + "/edge.yaml",
        """
        node-id: %s
        directory: data
        %s
        mqtt: {host: %s, port: %d, principals: %s}
        cache: {limit: 100MB, max-age: 1s, absence-max-age: 1s}
        upstream: {%s}
        link: {%s, password-file: %s, refresh-interval: 500ms}
        %s
        """
            .formatted(
                name,
                listening("http", name),
                places.bindAddress(),
                places.port(name, "mqtt"),
                principals(name, clients),
                upstream,
                link,
                secret(name),
                listening("admin", name)));
  }

  /// Writes an agent's file.
  public Path agent(String device, String edge, String product, String tag) throws IOException {
    return write(
        device + "/agent.yaml",
        """
        device-id: %s
        epoch: 1
        product: %s
        edge-url: http://%s:%d
        mqtt: {port: %d, password-file: %s}
        device-key-file: device.key
        trust-anchor-file: ../root.json
        data-directory: data
        install-file: installed/%s
        tags: [%s]
        refresh-interval: 5s
        %s
        """
            .formatted(
                device,
                product,
                places.host(edge),
                places.port(edge, "http"),
                places.port(edge, "mqtt"),
                secret(device),
                product,
                tag,
                listening("admin", device)));
  }

  /// Fetches the stamp's root metadata, to be given to devices.
  ///
  /// @param edge where a node answers HTTP, some day soon
  public void takeTrustAnchor(URI edge) {
    HttpRequest root =
        HttpRequest.newBuilder(edge.resolve("/metadata/1.root.json")).timeout(ANSWER_LIMIT).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      await("root metadata")
          .atMost(ROOT_LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () -> {
                HttpResponse<byte[]> answer = client.send(root, BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(OK);
                Files.write(trustAnchor(), answer.body());
              });
    }
  }

  /// The stamp's root metadata as devices get it.
  public Path trustAnchor() {
    return directory.resolve("root.json");
  }

  /// The file that a device keeps up to date.
  public Path installed(String device, String product) {
    return directory.resolve(device).resolve("installed").resolve(product);
  }

  private String listening(String use, String process) {
    return "%s: {host: %s, port: %d}"
        .formatted(use, places.bindAddress(), places.port(process, use));
  }

  private String queueAndStore() throws IOException {
    return """
    kafka: %s
    store: {endpoint: '%s', bucket: %s, access-key: %s, secret-key-file: %s}"""
        .formatted(places.kafka(), places.store(), BUCKET, PIPELINE, secret(PIPELINE));
  }

  /// Who may connect to one broker.
  ///
  /// @param kind `device`, `node` or `bridge`
  public record Principals(String kind, List<String> ids) {}

  private String principals(String broker, Principals clients) throws IOException {
    var _ = write("principals/" + broker + ".jsonl", lines(clients));
    return "../principals/" + broker + ".jsonl";
  }

  /// Lines of a principals file.
  public String lines(Principals clients) throws IOException {
    var lines = new StringBuilder();
    for (String id : clients.ids()) {
      lines.append(
          "{\"id\":\"%s\",\"kind\":\"%s\",\"secretSha256\":\"%s\"}\n"
              .formatted(
                  id,
                  clients.kind(),
                  Digest.sha256(reveal(id).getBytes(StandardCharsets.UTF_8)).hex()));
    }
    return lines.toString();
  }

  /// The secret of that name.
  public String reveal(String name) throws IOException {
    var _ = secret(name);
    return Files.readString(directory.resolve("secrets").resolve(name)).strip();
  }

  /// A file with a secret, for its owner to read only, as the files of processes name it.
  public String secret(String name) throws IOException {
    Path file = directory.resolve("secrets").resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, "secret-of-" + name + "\n");
    }
    return "../secrets/" + name;
  }

  /// Writes a file below its folder.
  public Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
