package dev.sluice.stack.process;

import dev.sluice.edge.hub.Broker;
import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.stack.server.ObjectServer;
import dev.sluice.stack.server.StoreCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What stands outside of the five programs, in the test's process: Kafka, which can be taken away
/// and comes back under the same address, an S3 server that can be cut off, and the stamp's MQTT
/// broker.
final class EmbeddedServers implements AutoCloseable {
  private final Properties kafkaSettings;
  private final String kafkaAddress;
  private final ObjectServer objects;
  private final StoreLink storeLink;
  private final Path objectFiles;
  private final Broker broker;
  private KafkaNode kafka;

  private EmbeddedServers(
      Properties kafkaSettings,
      String kafkaAddress,
      KafkaNode kafka,
      ObjectServer objects,
      StoreLink storeLink,
      Path objectFiles,
      Broker broker) {
    this.kafkaSettings = kafkaSettings;
    this.kafkaAddress = kafkaAddress;
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
    String address = "127.0.0.1:" + ports.next();
    Properties settings = kafkaSettings(directory.resolve("kafka"), address, ports.next());
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<KafkaNode> kafka = starters.submit(() -> KafkaNode.start(settings));
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
          settings,
          address,
          kafka.get(),
          objects,
          new StoreLink(objects.endpoint()),
          directory.resolve("objects").resolve(ObjectServer.BUCKET),
          broker.get());
    }
  }

  private static Properties kafkaSettings(Path directory, String address, int controllerPort) {
    Properties properties = KafkaSettings.common(1, directory, 1);
    String controller = "127.0.0.1:" + controllerPort;
    properties.setProperty("controller.quorum.voters", "1@" + controller);
    properties.setProperty("listeners", "CLIENT://" + address + ",CONTROLLER://" + controller);
    properties.setProperty("advertised.listeners", "CLIENT://" + address);
    properties.setProperty(
        "listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    return properties;
  }

  /// Kafka's address, the same after each start.
  String kafka() {
    return kafkaAddress;
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
    kafka = KafkaNode.start(kafkaSettings);
  }

  @Override
  public void close() throws IOException {
    kafka.close();
    storeLink.close();
    objects.close();
    broker.close();
  }
}
