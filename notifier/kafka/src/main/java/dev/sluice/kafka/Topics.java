package dev.sluice.kafka;

import dev.sluice.events.Topic;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.start.Peers;
import dev.sluice.program.start.Peers.NotReadyException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Creates the topics of the pipeline, and checks that they are as they must be.
public final class Topics {
  /// Longest record: a dead letter of 1 MiB in Base64, with room to spare.
  static final int MAX_RECORD_BYTES = 4 << 20;

  /// One question to the cluster. A wrong address or a wrong security setting shows within it.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Topics() {}

  /// Waits at a program's start until Kafka answers and has the topics.
  ///
  /// @param create whether to create those of them that are missing; a program that does not waits
  ///     for the one that does
  /// @param check is waiting meanwhile
  /// @param topics those that the program uses
  /// @throws dev.sluice.program.exit.UnreachableException if Kafka did not answer within the limit,
  ///     or a topic is missing still
  /// @throws dev.sluice.program.exit.NotAllowedException if it refuses our credentials
  /// @throws CannotStartException if a topic has too few partitions
  public static void await(
      KafkaConnection connection,
      Duration limit,
      Health.Check check,
      boolean create,
      Collection<Topic<?>> topics)
      throws InterruptedException {
    var _ =
        Peers.await(
            connection.toString(),
            limit,
            check,
            () -> {
              prepare(connection, create, topics);
              return true;
            });
  }

  private static void prepare(
      KafkaConnection connection, boolean create, Collection<Topic<?>> topics)
      throws NotReadyException, InterruptedException {
    try (var admin = Admin.create(properties(connection, ANSWER_LIMIT))) {
      if (create) {
        create(admin, topics, connection.partitions());
      }
      check(connection, describe(admin, topics), topics);
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFailures.explain(connection, e);
    }
  }

  private static void check(
      KafkaConnection connection,
      Map<Topic<?>, TopicDescription> found,
      Collection<Topic<?>> topics)
      throws NotReadyException {
    List<String> missing = new ArrayList<>();
    for (Topic<?> topic : topics) {
      TopicDescription description = found.get(topic);
      if (description == null) {
        missing.add(topic.kafkaName());
      } else if (description.partitions().size() < connection.partitions()) {
        throw new CannotStartException(
            "topic %s of %s: expected %d partitions at least (kafka.partitions), got %d; add partitions to it, or set kafka.partitions lower for every program"
                .formatted(
                    topic, connection, connection.partitions(), description.partitions().size()));
      }
    }
    if (!missing.isEmpty()) {
      throw new NotReadyException(
          "expected topic %s, got none; a notifier with kafka.create-topics creates it"
              .formatted(String.join(", ", missing)));
    }
  }

  private static Map<Topic<?>, TopicDescription> describe(Admin admin, Collection<Topic<?>> topics)
      throws ExecutionException, InterruptedException {
    var answers =
        admin.describeTopics(topics.stream().map(Topic::kafkaName).toList()).topicNameValues();
    var found = new HashMap<Topic<?>, TopicDescription>();
    for (Topic<?> topic : topics) {
      KafkaFuture<TopicDescription> answer = answers.get(topic.kafkaName());
      try {
        if (answer != null) {
          found.put(topic, answer.get());
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return found;
  }

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
    try (var admin = Admin.create(properties(connection, limit))) {
      create(admin, Topic.all(), partitions);
    } catch (ExecutionException | KafkaException e) {
      ProgramException explained = KafkaFailures.explain(connection, e);
      throw new IOException("topics: " + explained.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("topics: interrupted while waiting for " + connection, e);
    }
  }

  private static void create(Admin admin, Collection<Topic<?>> topics, int partitions)
      throws ExecutionException, InterruptedException {
    List<NewTopic> wanted = topics.stream().map(topic -> newTopic(topic, partitions)).toList();
    for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
      try {
        var _ = created.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static Map<String, Object> properties(KafkaConnection connection, Duration limit) {
    Map<String, Object> properties = connection.toProperties();
    properties.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.toIntExact(limit.dividedBy(2).toMillis()));
    return properties;
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
