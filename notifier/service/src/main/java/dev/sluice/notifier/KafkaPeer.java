package dev.sluice.notifier;

import dev.sluice.events.Topic;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cluster as a notifier depends on it: waited for at the start, watched afterwards.
///
/// Kafka Streams goes on calling itself running while every broker is away, so the cluster is asked
/// by itself.
final class KafkaPeer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPeer.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  /// Read side by side, so that their partitions must be equal in number.
  private static final List<Topic<?>> INPUTS =
      List.of(
          Topic.DEVICE_REPORTS,
          Topic.CONFIRMATIONS,
          Topic.RELEASES,
          Topic.SIGNING,
          Topic.ROLLOUT_COMMANDS);

  private final KafkaConnection connection;
  private final Admin admin;
  private final Thread watch;
  private volatile Optional<String> problem = Optional.empty();

  private KafkaPeer(KafkaConnection connection) {
    this.connection = connection;
    this.admin = admin(connection);
    this.watch = Thread.ofVirtual().name("kafka-watch").unstarted(this::watch);
  }

  /// Waits until the cluster answers and has the pipeline's topics, and watches it from then on.
  ///
  /// @throws CannotStartException if the topics do not fit together
  static KafkaPeer await(KafkaConnection connection, Duration limit, Health health)
      throws InterruptedException {
    Topics.await(connection, limit, health.add("topics"), connection.createTopics(), Topic.all());
    var peer = new KafkaPeer(connection);
    try {
      peer.requireFitting();
    } catch (InterruptedException | RuntimeException e) {
      peer.close();
      throw e;
    }
    peer.watch.start();
    health.add("kafka", () -> peer.problem);
    return peer;
  }

  private void requireFitting() throws InterruptedException {
    try {
      requireEqual(
          admin
              .describeTopics(INPUTS.stream().map(Topic::kafkaName).toList())
              .allTopicNames()
              .get());
    } catch (ExecutionException | KafkaException e) {
      throw new UnreachableException(connection + ": its topics: " + e.getMessage(), e);
    }
  }

  private static void requireEqual(Map<String, TopicDescription> topics) {
    Map<String, Integer> partitions = new TreeMap<>();
    topics.forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
    if (partitions.values().stream().distinct().count() > 1) {
      throw new CannotStartException(
          "topics: expected as many partitions of each as of the others, got " + partitions);
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ask();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws InterruptedException {
    try {
      var _ = admin.describeCluster().nodes().get();
      if (problem.isPresent()) {
        LOG.atInfo().addKeyValue("kafka", connection).log("Kafka answers again");
      }
      problem = Optional.empty();
    } catch (ExecutionException | KafkaException e) {
      String reason =
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      if (problem.isEmpty()) {
        LOG.atWarn()
            .addKeyValue("kafka", connection)
            .addKeyValue("reason", reason)
            .log("Kafka does not answer; the notifier waits for it");
      }
      problem = Optional.of(connection + " does not answer: " + reason);
    }
  }

  private static Admin admin(KafkaConnection connection) {
    Map<String, Object> properties = connection.toProperties();
    int limit = Math.toIntExact(ANSWER_LIMIT.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limit);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limit);
    return Admin.create(properties);
  }

  @Override
  public void close() {
    watch.interrupt();
    admin.close(Duration.ofSeconds(1));
  }
}
