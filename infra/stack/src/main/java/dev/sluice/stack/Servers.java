package dev.sluice.stack;

import dev.sluice.edge.hub.Broker;
import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.server.KafkaBroker;
import dev.sluice.server.ObjectServer;
import dev.sluice.server.StoreCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// The servers that a pipeline speaks to and that stand outside in production: Kafka, an S3 server
/// over a folder, and the stamp's MQTT broker.
final class Servers implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";

  /// The pipeline's identity at the object server, and the one of edge nodes, which may only read.
  static final String PIPELINE = "pipeline";

  static final String EDGE = "edge";

  private final Closing closing = new Closing();

  /// Apart, as it may be closed while others still speak to it.
  private final Closing closingBroker = new Closing();

  private final Future<KafkaBroker> kafka;
  private final ObjectServer objects;
  private final Broker broker;

  private Servers(DataDirectory data, Path stampPrincipals, ExecutorService starters)
      throws IOException, InterruptedException, ExecutionException {
    boolean started = false;
    kafka = starters.submit(() -> closing.add("Kafka", KafkaBroker.start(data.resolve("kafka"))));
    try {
      Future<Broker> startingBroker =
          starters.submit(
              () ->
                  closingBroker.add(
                      "stamp's broker",
                      Broker.start(
                          new BrokerConfig(
                              data.resolve("stamp-broker"),
                              LOOPBACK,
                              0,
                              stampPrincipals,
                              List.of()))));
      objects =
          closing.add(
              "object server",
              ObjectServer.start(
                  data.resolve("objects"),
                  new StoreCredentials(PIPELINE, data.secret(PIPELINE)),
                  new StoreCredentials(EDGE, data.secret(EDGE))));
      broker = startingBroker.get();
      started = true;
    } finally {
      if (!started) {
        starters.close();
        close();
      }
    }
  }

  /// Starts all of them side by side; Kafka, which takes longest, may go on after the return.
  ///
  /// @param starters closed before the servers are
  static Servers start(DataDirectory data, Path stampPrincipals, ExecutorService starters)
      throws IOException, InterruptedException, ExecutionException {
    return new Servers(data, stampPrincipals, starters);
  }

  /// Waits until Kafka runs.
  String kafka() throws InterruptedException, ExecutionException {
    return kafka.get().bootstrapServers();
  }

  ObjectServer objects() {
    return objects;
  }

  int brokerPort() {
    return broker.port();
  }

  /// Closes the MQTT broker, which takes two seconds of waiting. Who speaks to it can do without
  /// it at any time: nothing is lost, and the others need not wait.
  void closeBroker() {
    closingBroker.close();
  }

  @Override
  public void close() {
    closeBroker();
    closing.close();
  }
}
