package dev.sluice.publisher;

import dev.sluice.api.server.ApiConfig;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.publisher.command.PublisherLines;
import dev.sluice.publisher.command.PublisherLines.Said;
import dev.sluice.release.ProductName;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The program on a real broker and a real S3 server, with a signer that signs at once.
final class PublisherUnderTest implements AutoCloseable {
  /// The product that nobody signs.
  static final String UNSIGNED = "unsigned";

  private final Servers servers;
  private final Path directory;
  private final RunningPublisher publisher;
  private final EventFollower signer;
  private final List<StampedEvent<ArtifactEvent>> seen = new CopyOnWriteArrayList<>();

  private PublisherUnderTest(Servers servers) {
    this.servers = servers;
    try {
      directory = Files.createTempDirectory("sluice-publisher-program");
      publisher = new PublisherProgram().start(config(), Surroundings.quiet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    signer = EventFollower.start(servers.kafka(), Topic.ARTIFACTS, this::sign);
  }

  private PublisherConfig config() {
    var delta =
        new DeltaConfig(
            true,
            3,
            80,
            95,
            Optional.of(1),
            new ByteSize(1L << 20),
            new ByteSize(256L << 20),
            new ByteSize(16L << 20));
    return new PublisherConfig(
        servers.kafka(),
        servers.storeConfig(),
        ApiConfig.loopback(),
        AdminConfig.ANY_PORT,
        TracingConfig.OFF,
        directory.resolve("work"),
        delta,
        Duration.ofMinutes(1));
  }

  private void sign(StampedEvent<ArtifactEvent> stamped) {
    seen.add(stamped);
    var versions = new MetadataVersions(1, 1);
    switch (stamped.event()) {
      case ArtifactPublished published -> {
        if (!published.release().product().value().equals(UNSIGNED)) {
          send(
              new ReleaseSigned(
                  published.release(),
                  published.counter(),
                  published.rollbackFloor(),
                  published.manifest().sha256(),
                  versions,
                  published.start(),
                  published.policyVersion()),
              stamped.trace());
        }
      }
      case DeltasBuilt built ->
          send(
              new DeltasSigned(
                  built.release(),
                  built.counter(),
                  built.descriptors().size(),
                  built.complete(),
                  versions),
              stamped.trace());
      case WithdrawalOrdered ordered ->
          send(
              new ReleaseWithdrawn(ordered.release(), ordered.counter(), ordered.reason()),
              stamped.trace());
    }
  }

  private void send(Event event, Optional<TraceParent> trace) {
    try {
      servers.events().send(event, trace);
    } catch (UndeliveredEventException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where its API answers.
  URI uri() {
    return publisher.api();
  }

  /// A new token, once the program knows it.
  String token(Role role, String... products) throws IOException {
    String token = UUID.randomUUID().toString();
    send(
        new PrincipalChanged(
            "test-" + UUID.randomUUID(),
            Digest.sha256(token.getBytes(StandardCharsets.UTF_8)),
            Set.of(role),
            Arrays.stream(products).map(ProductName::new).collect(Collectors.toSet()),
            Optional.empty(),
            false,
            "test"),
        Optional.empty());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status("/api/v1/releases", token) == 200);
    return token;
  }

  private int status(String path, String token) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri().resolve(path))
            .header("Authorization", "Bearer " + token)
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  /// Runs one of the program's commands with nothing but its URL and a token.
  Said run(String command, String token, String... arguments) throws IOException {
    Path tokenFile = Files.writeString(Files.createTempFile(directory, "token", ""), token);
    return PublisherLines.run(command, uri(), tokenFile, arguments);
  }

  /// The traces of what was sent about a product, each once.
  Set<String> traces(String product) {
    return seen.stream()
        .filter(stamped -> stamped.event().key().startsWith(product + "/"))
        .map(stamped -> stamped.trace().map(TraceParent::traceId).orElse("none"))
        .collect(Collectors.toSet());
  }

  /// The names of the flags that were published as ones that can be switched off.
  Set<String> switches(String product) {
    return seen.stream()
        .map(StampedEvent::event)
        .filter(event -> event.key().startsWith(product + "/"))
        .flatMap(
            event ->
                event instanceof ArtifactPublished published
                    ? published.switches().stream()
                    : Stream.empty())
        .map(FlagName::value)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() throws IOException {
    signer.close();
    publisher.close();
    try (var files = Files.walk(directory)) {
      for (Path path : files.toList().reversed()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// Gives the program to tests that ask for it; JUnit closes it at the end.
  static final class Provider implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == PublisherUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      var store = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
      Servers servers = Servers.shared(context);
      return store.computeIfAbsent(
          PublisherUnderTest.class, _ -> new PublisherUnderTest(servers), PublisherUnderTest.class);
    }
  }
}
