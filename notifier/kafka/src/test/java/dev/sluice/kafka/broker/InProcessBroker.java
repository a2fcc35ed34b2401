package dev.sluice.kafka.broker;

import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.KafkaConnection.Sasl;
import dev.sluice.kafka.KafkaConnection.Security;
import dev.sluice.program.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// One node of Kafka (KRaft, broker and controller) over a directory.
public final class InProcessBroker implements AutoCloseable {
  private static final String CLUSTER_ID = "c2x1aWNlLXRlc3QtY2x1cw";
  private static final int NODE_ID = 1;

  private final KafkaConnection connection;
  private final KafkaRaftServer server;

  private InProcessBroker(KafkaConnection connection, KafkaRaftServer server) {
    this.connection = connection;
    this.server = server;
  }

  /// Formats the directory if it is empty and starts.
  ///
  /// @param directory absolute; the log stays there after [#close()]
  public static InProcessBroker start(Path directory) throws IOException {
    return start(directory, freePort());
  }

  /// The same on a given port: a broker that comes back where clients look for it.
  public static InProcessBroker start(Path directory, int brokerPort) throws IOException {
    var connection = new KafkaConnection("127.0.0.1:" + brokerPort);
    var listener = new Properties();
    listener.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    return start(directory, brokerPort, listener, List.of(), connection);
  }

  /// The same with TLS, where clients have to log in with a password (SCRAM).
  ///
  /// @param identity the broker's certificate, with its chain, and its key
  /// @param login of clients, and of the broker itself
  /// @param trust the authority that clients have to trust
  public static InProcessBroker startSecured(Path directory, Tls identity, Sasl login, Path trust)
      throws IOException {
    int brokerPort = freePort();
    String mechanism = login.mechanism().name().replace('_', '-');
    var clients = new Tls(Optional.of(trust), Optional.empty(), Optional.empty(), true);
    var connection =
        new KafkaConnection(
            List.of("127.0.0.1:" + brokerPort),
            Security.SASL_TLS,
            Optional.of(login),
            Optional.of(clients),
            1,
            true);
    var listener = new Properties();
    listener.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT");
    listener.put("sasl.enabled.mechanisms", mechanism);
    listener.put("sasl.mechanism.inter.broker.protocol", mechanism);
    listener.put(
        "listener.name.broker." + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
        connection.toProperties().get("sasl.jaas.config"));
    listener.put("ssl.keystore.type", "PEM");
    listener.put("ssl.keystore.key", Files.readString(identity.key().orElseThrow()));
    listener.put(
        "ssl.keystore.certificate.chain", Files.readString(identity.certificate().orElseThrow()));
    listener.put("ssl.truststore.type", "PEM");
    listener.put("ssl.truststore.certificates", Files.readString(trust));
    String user =
        "%s=[name=%s,password=%s]"
            .formatted(mechanism, login.username(), login.password().reveal());
    return start(directory, brokerPort, listener, List.of(user), connection);
  }

  private static InProcessBroker start(
      Path directory,
      int brokerPort,
      Properties listener,
      List<String> users,
      KafkaConnection connection)
      throws IOException {
    int controllerPort = freePort();
    if (!directory.resolve("meta.properties").toFile().exists()) {
      format(directory, users);
    }
    var properties = properties(directory, brokerPort, controllerPort);
    properties.putAll(listener);
    var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return new InProcessBroker(connection, server);
  }

  /// How clients reach it.
  public KafkaConnection connection() {
    return connection;
  }

  private static void format(Path directory, List<String> users) throws IOException {
    try {
      new Formatter()
          .setNodeId(NODE_ID)
          .setClusterId(CLUSTER_ID)
          .setControllerListenerName("CONTROLLER")
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
          .setScramArguments(users)
          .run();
    } catch (Exception e) {
      throw new IOException("cannot format " + directory, e);
    }
  }

  private static Properties properties(Path directory, int brokerPort, int controllerPort) {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put(
        "listeners",
        "BROKER://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "BROKER://127.0.0.1:" + brokerPort);
    properties.put("inter.broker.listener.name", "BROKER");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.put("log.dirs", directory.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "4");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    return properties;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
