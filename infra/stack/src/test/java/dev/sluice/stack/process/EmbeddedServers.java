package dev.sluice.stack.process;

import dev.sluice.edge.hub.Broker;
import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.server.KafkaBroker;
import dev.sluice.server.ObjectServer;
import dev.sluice.server.StoreCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What stands outside of the five programs, in the test's process: Kafka, which can be taken away
/// and comes back under the same address, an S3 server that can be cut off, and the stamp's MQTT
/// broker.
final class EmbeddedServers implements AutoCloseable {
  private final Path kafkaFiles;
  private final int kafkaPort;
  private final ObjectServer objects;
  private final StoreLink storeLink;
  private final Path objectFiles;
  private final Broker broker;
  private KafkaBroker kafka;

  private EmbeddedServers(
      Path kafkaFiles,
      int kafkaPort,
      KafkaBroker kafka,
      ObjectServer objects,
      StoreLink storeLink,
      Path objectFiles,
      Broker broker) {
    this.kafkaFiles = kafkaFiles;
    this.kafkaPort = kafkaPort;
    this.kafka = kafka;
    this.objects = objects;
    this.storeLink = storeLink;
    this.objectFiles = objectFiles;
    this.broker = broker;
  }

  /// Starts them side by side.
  ///
  /// @param principals who may connect to the stamp's broker
  static EmbeddedServers start(
      Path directory, Ports ports, StoreCredentials pipeline, Path principals)
      throws IOException, InterruptedException, ExecutionException {
    Path kafkaFiles = directory.resolve("kafka");
    int kafkaPort = ports.next();
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<KafkaBroker> kafka = starters.submit(() -> KafkaBroker.start(kafkaFiles, kafkaPort));
      Future<Broker> broker =
          starters.submit(
              () ->
                  Broker.start(
                      new BrokerConfig(
                          directory.resolve("stamp-broker"),
                          "127.0.0.1",
                          0,
                          principals,
                          List.of())));
      ObjectServer objects =
          ObjectServer.start(
              directory.resolve("objects"), pipeline, new StoreCredentials("reader", "none"));
      return new EmbeddedServers(
          kafkaFiles,
          kafkaPort,
          kafka.get(),
          objects,
          new StoreLink(objects.endpoint()),
          directory.resolve("objects").resolve(ObjectServer.BUCKET),
          broker.get());
    }
  }

  /// Kafka's address, the same after each start.
  String kafka() {
    return "127.0.0.1:" + kafkaPort;
  }

  /// The object store's address, the same after each cut.
  URI store() {
    return storeLink.uri();
  }

  /// What the store holds, as files below a folder.
  Path objectFiles() {
    return objectFiles;
  }

  /// Takes the store away.
  void cutStore() throws IOException {
    storeLink.cut();
  }

  /// Brings it back.
  void joinStore() throws IOException {
    storeLink.join();
  }

  int brokerPort() {
    return broker.port();
  }

  /// Takes Kafka away.
  void stopKafka() {
    kafka.close();
  }

  /// Brings it back with everything that it held.
  void startKafka() throws IOException {
    kafka = KafkaBroker.start(kafkaFiles, kafkaPort);
  }

  @Override
  public void close() throws IOException {
    kafka.close();
    storeLink.close();
    objects.close();
    broker.close();
  }
}
