package dev.sluice.stack.cluster;

import java.nio.file.Path;
import java.util.Properties;

/// Properties of Kafka nodes.
public final class KafkaSettings {
  /// 16 bytes, as Kafka writes them.
  private static final String CLUSTER_ID = "c2x1aWNlLXRlc3RzLTAwMQ";

  private KafkaSettings() {}

  /// What every node of the tests has.
  public static Properties common(int id, Path directory, int replicas) {
    var properties = new Properties();
    properties.setProperty("cluster.id", CLUSTER_ID);
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", String.valueOf(id));
    properties.setProperty("log.dirs", directory.toString());
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("inter.broker.listener.name", "CLIENT");
    properties.setProperty("auto.create.topics.enable", "false");
    // Few partitions start fast.
    String majority = String.valueOf(replicas / 2 + 1);
    String copies = String.valueOf(replicas);
    properties.setProperty("default.replication.factor", copies);
    properties.setProperty("min.insync.replicas", majority);
    properties.setProperty("offsets.topic.replication.factor", copies);
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("transaction.state.log.replication.factor", copies);
    properties.setProperty("transaction.state.log.min.isr", majority);
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.replication.factor", copies);
    properties.setProperty("share.coordinator.state.topic.min.isr", majority);
    properties.setProperty("share.coordinator.state.topic.num.partitions", "4");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    // A client that was killed must not hold its partitions for long.
    properties.setProperty("group.min.session.timeout.ms", "1000");
    // Nor must a broker wait long for one whose address has gone with it: while it does, every
    // transaction that it coordinates for the other fails to begin.
    properties.setProperty("socket.connection.setup.timeout.ms", "1000");
    properties.setProperty("socket.connection.setup.timeout.max.ms", "3000");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    return properties;
  }
}
