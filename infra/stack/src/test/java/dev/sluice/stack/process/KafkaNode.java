package dev.sluice.stack.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

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
    if (!Files.exists(directory.resolve("meta.properties"))) {
      format(
          directory,
          cluster,
          Integer.parseInt(properties.getProperty("node.id")),
          users == null ? List.of() : List.of(String.valueOf(users).split(",", -1)));
    }
    var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return new KafkaNode(server);
  }

  private static void format(Path directory, String cluster, int id, List<String> users)
      throws IOException {
    Files.createDirectories(directory);
    var formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(id)
            .setClusterId(cluster)
            .setControllerListenerName("CONTROLLER")
            .setDirectories(List.of(directory.toString()))
            .setMetadataLogDirectory(directory.toString())
            .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
            .setScramArguments(users.stream().map(KafkaNode::scram).toList());
    try {
      formatter.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // Kafka declares no narrower type
      throw new IOException("Kafka's folder " + directory + " cannot be formatted", e);
    }
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
