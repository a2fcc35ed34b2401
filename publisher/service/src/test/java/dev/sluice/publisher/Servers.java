package dev.sluice.publisher;

import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.publisher.store.S3ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.server.InProcessS3;
import dev.sluice.testkit.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One real broker and one real S3 server for all test classes; each test has a product of its own.
public final class Servers implements AutoCloseable {
  private static final int PARTITIONS = 2;

  /// A machine with much else to do starves a broker for longer than a person would wait.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final InProcessBroker broker;
  private final InProcessS3 s3;
  private final EventProducer events;
  private final S3ArtifactStore store;
  private final S3UploadTickets tickets;

  private Servers() {
    try {
      directory = Files.createTempDirectory("sluice-publisher-test").toAbsolutePath();
      broker = InProcessBroker.start(directory.resolve("kafka"));
      s3 = InProcessS3.start(directory.resolve("s3"));
      Topics.ensure(broker.connection(), PARTITIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events = new EventProducer(broker.connection(), "test", new VirtualClock(), PATIENCE);
    store = new S3ArtifactStore(s3.config());
    tickets = new S3UploadTickets(s3.config());
  }

  /// The broker.
  public KafkaConnection kafka() {
    return broker.connection().withPartitions(PARTITIONS);
  }

  /// How to reach the S3 server.
  public ObjectStoreConfig storeConfig() {
    return s3.config();
  }

  /// A client of the S3 server.
  public S3ArtifactStore store() {
    return store;
  }

  /// Upload permissions of the S3 server.
  public S3UploadTickets tickets() {
    return tickets;
  }

  /// Sends events.
  public EventProducer events() {
    return events;
  }

  @Override
  public void close() throws IOException {
    tickets.close();
    store.close();
    events.close();
    s3.close();
    broker.close();
    try (var files = Files.walk(directory)) {
      for (Path path : files.toList().reversed()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// Gives the servers to tests that ask for them; JUnit closes them at the end.
  public static final class Provider implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Servers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return shared(context);
    }
  }

  /// The one instance of a test run.
  static Servers shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(Servers.class, _ -> new Servers(), Servers.class);
  }
}
