package dev.sluice.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;

/// One Apache Kafka node, broker and controller in one (KRaft), in this process.
///
/// It listens on loopback, at ports that were free at the start if none is given; clients take the
/// address from [#bootstrapServers()] after every start. The log stays in the folder over a restart
/// and over a kill.
public final class KafkaBroker implements AutoCloseable {
  private static final int NODE_ID = 1;

  private static final long UNREGISTER_SECONDS = 30;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private KafkaBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /// Formats the folder if it is new, and starts the node; returns when clients can connect.
  ///
  /// @throws IOException if the folder cannot be written
  public static KafkaBroker start(Path directory) throws IOException {
    return start(directory, freePort());
  }

  /// The same at a given port: a broker that comes back where its clients look for it.
  public static KafkaBroker start(Path directory, int port) throws IOException {
    return start(directory, port, Map.of(), List.of());
  }

  /// The same with settings of Kafka's own beside ours or instead of them. The listener for clients
  /// is `BROKER`.
  ///
  /// @param users who may log in, as [KafkaFolder#format] takes them; a folder that is not new
  ///     knows
  ///     its own
  public static KafkaBroker start(
      Path directory, int port, Map<String, String> settings, List<String> users)
      throws IOException {
    if (KafkaFolder.isNew(directory)) {
      KafkaFolder.format(directory, NODE_ID, Uuid.randomUuid().toString(), users);
    } else if (KafkaFolder.isLeftByKill(directory)) {
      unregister(directory);
    }
    Properties properties = brokerProperties(directory, port, freePort());
    properties.putAll(settings);
    KafkaRaftServer server = server(properties);
    server.startup();
    return new KafkaBroker(server, "127.0.0.1:" + port);
  }

  private static KafkaRaftServer server(Properties properties) {
    return new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
  }

  /// Takes a broker that was killed off the books, by a controller that runs alone.
  ///
  /// By its own metadata the broker still leads its partitions, at an address that is no more,
  /// until its session has timed out, and then they have no leader for a moment. Kafka 4.3.1 takes
  /// such partitions for deleted: it drops the markers of a transaction that was being committed,
  /// and who reads committed records only waits for ever. A broker that is not registered leads
  /// nothing, and need not wait for the end of a session either.
  private static void unregister(Path directory) throws IOException {
    int port = freePort();
    KafkaRaftServer controller = server(controllerProperties(directory, port));
    controller.startup();
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, "127.0.0.1:" + port))) {
      var _ = admin.unregisterBroker(NODE_ID).all().get(UNREGISTER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // Killed before it was registered.
      if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
        throw new IOException("Kafka in " + directory + " cannot be started again", e.getCause());
      }
    } catch (TimeoutException e) {
      throw new IOException(
          "Kafka's controller in %s was expected to answer within %d s"
              .formatted(directory, UNREGISTER_SECONDS),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while Kafka in " + directory + " was starting");
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /// The address for clients, `host:port`.
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties controllerProperties(Path directory, int port) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "controller",
            "node.id",
            String.valueOf(NODE_ID),
            "controller.quorum.voters",
            NODE_ID + "@127.0.0.1:" + port,
            "listeners",
            "CONTROLLER://127.0.0.1:" + port,
            "listener.security.protocol.map",
            "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names",
            "CONTROLLER",
            "log.dirs",
            directory.toString()));
    return properties;
  }

  private static Properties brokerProperties(Path directory, int brokerPort, int controllerPort) {
    Properties properties = controllerProperties(directory, controllerPort);
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry(
                "listeners",
                "BROKER://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort),
            Map.entry("advertised.listeners", "BROKER://127.0.0.1:" + brokerPort),
            Map.entry("inter.broker.listener.name", "BROKER"),
            Map.entry("auto.create.topics.enable", "false"),
            // One node: every internal topic has one copy, and few partitions start fast.
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // One person's machine, at rest most of the time.
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("metadata.max.idle.interval.ms", "10000"),
            // A process that hangs for some seconds must not cost its partitions their leader, see
            // unregister; and nobody is there to take over.
            Map.entry("broker.session.timeout.ms", "600000"),
            // A client killed with the process must not hold its partitions for long.
            Map.entry("group.min.session.timeout.ms", "1000"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304")));
    return properties;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
