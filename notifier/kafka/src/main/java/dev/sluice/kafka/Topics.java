package dev.sluice.kafka;

import dev.sluice.events.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates the topics of the pipeline.
public final class Topics {
  /// Longest record: a dead letter of 1 MiB in Base64, with room to spare.
  static final int MAX_RECORD_BYTES = 4 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Topics() {}

  /// Creates every topic that is not there yet, with its cleanup policy and retention. Topics that
  /// are there stay as they are.
  ///
  /// @param partitions of each new topic; replicas are as many as the cluster gives by default
  /// @throws IOException if the cluster does not answer within 30 s or refuses
  public static void ensure(KafkaConnection connection, int partitions) throws IOException {
    ensure(connection, partitions, LIMIT);
  }

  static void ensure(KafkaConnection connection, int partitions, Duration limit)
      throws IOException {
    Map<String, Object> properties = connection.toProperties();
    properties.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.toIntExact(limit.dividedBy(3).toMillis()));
    try (var admin = Admin.create(properties)) {
      List<NewTopic> topics =
          Topic.all().stream().map(topic -> newTopic(topic, partitions)).toList();
      for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
        await(created, connection);
      }
    }
  }

  private static void await(KafkaFuture<Void> created, KafkaConnection connection)
      throws IOException {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IOException(
            "topics: expected %s to create them, got %s".formatted(connection, e.getMessage()), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("topics: interrupted while waiting for " + connection, e);
    }
  }

  private static NewTopic newTopic(Topic<?> topic, int partitions) {
    var configs = new HashMap<String, String>();
    configs.put(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        topic.compacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE);
    configs.put(
        TopicConfig.RETENTION_MS_CONFIG,
        String.valueOf(topic.retention().map(Duration::toMillis).orElse(-1L)));
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_RECORD_BYTES));
    return new NewTopic(topic.kafkaName(), Optional.of(partitions), Optional.empty())
        .configs(configs);
  }
}
