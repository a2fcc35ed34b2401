package dev.sluice.kafka.broker;

import dev.sluice.kafka.KafkaConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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
    int brokerPort = freePort();
    int controllerPort = freePort();
    if (!directory.resolve("meta.properties").toFile().exists()) {
      format(directory);
    }
    var config = KafkaConfig.fromProps(properties(directory, brokerPort, controllerPort));
    var server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    return new InProcessBroker(new KafkaConnection("127.0.0.1:" + brokerPort), server);
  }

  /// How clients reach it.
  public KafkaConnection connection() {
    return connection;
  }

  private static void format(Path directory) throws IOException {
    try {
      new Formatter()
          .setNodeId(NODE_ID)
          .setClusterId(CLUSTER_ID)
          .setControllerListenerName("CONTROLLER")
          .addDirectory(directory.toString())
          .setMetadataLogDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
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
        "PLAINTEXT://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
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
