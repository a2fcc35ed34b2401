package dev.sluice.notifier;

import dev.sluice.events.Topic;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.KafkaWatch;
import dev.sluice.kafka.Topics;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/// The cluster as a notifier depends on it: waited for at the start, watched afterwards.
final class KafkaPeer {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  /// Read side by side, so that their partitions must be equal in number.
  private static final List<Topic<?>> INPUTS =
      List.of(
          Topic.DEVICE_REPORTS,
          Topic.CONFIRMATIONS,
          Topic.RELEASES,
          Topic.SIGNING,
          Topic.ROLLOUT_COMMANDS);

  private KafkaPeer() {}

  /// Waits until the cluster answers and has the pipeline's topics, and watches it from then on.
  ///
  /// @throws CannotStartException if the topics do not fit together
  static KafkaWatch await(KafkaConnection connection, Duration limit, Health health)
      throws InterruptedException {
    Topics.await(connection, limit, health.add("topics"), connection.createTopics(), Topic.all());
    requireFitting(connection);
    return KafkaWatch.start(connection, health.add("kafka"));
  }

  private static void requireFitting(KafkaConnection connection) throws InterruptedException {
    try (Admin admin = admin(connection)) {
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

  private static Admin admin(KafkaConnection connection) {
    Map<String, Object> properties = connection.toProperties();
    int limit = Math.toIntExact(ANSWER_LIMIT.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limit);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limit);
    return Admin.create(properties);
  }
}
