package dev.sluice.stack.cluster;

import dev.sluice.server.KafkaFolder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/// One Apache Kafka node, broker and controller, by properties as an operator writes them. In a
/// container it is the main class.
///
/// Two keys are not Kafka's: `cluster.id`, and `scram.users` with the users that a new cluster
/// knows, as `name:password,…`; Kafka's own tool takes them when it formats the folder.
public final class KafkaNode implements AutoCloseable {
  private static final String USERS = "scram.users";
  private static final String CLUSTER = "cluster.id";

  private final KafkaRaftServer server;

  private KafkaNode(KafkaRaftServer server) {
    this.server = server;
  }

  /// Runs a node until it is told to stop.
  ///
  /// @param arguments the file with its properties
  public static void main(String... arguments) throws IOException {
    var properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(file);
    }
    KafkaNode node = start(properties);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(node::close));
    node.server.awaitShutdown();
  }

  /// Formats the folder if it is new, and starts the node.
  ///
  /// @throws IOException if the folder cannot be written
  public static KafkaNode start(Properties given) throws IOException {
    var properties = new Properties();
    properties.putAll(given);
    String cluster = String.valueOf(properties.remove(CLUSTER));
    Object users = properties.remove(USERS);
    Path directory = Path.of(properties.getProperty("log.dirs"));
    if (KafkaFolder.isNew(directory)) {
      List<String> logins = users == null ? List.of() : List.of(users.toString().split(",", -1));
      int id = Integer.parseInt(properties.getProperty("node.id"));
      KafkaFolder.format(directory, id, cluster, logins.stream().map(KafkaNode::scram).toList());
    }
    var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return new KafkaNode(server);
  }

  private static String scram(String user) {
    String[] parts = user.split(":", 2);
    return "SCRAM-SHA-512=[name=%s,password=%s]".formatted(parts[0], parts[1]);
  }

  /// Stops the node and returns when it has stopped.
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
