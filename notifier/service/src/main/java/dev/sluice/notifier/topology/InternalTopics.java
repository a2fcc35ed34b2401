package dev.sluice.notifier.topology;

import dev.sluice.events.Topic;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// The two topics between the device side and the product side of the topology.
///
/// They make a circle, which Streams cannot create by itself, so they are created here. Both hold
/// latest values by key and are compacted.
public final class InternalTopics {
  /// Counts of the partitions of the devices, key `product/partition`.
  static final String COUNTS = "sluice.notifier-counts";

  /// Planned rings documents, each sent to every partition, key product.
  static final String DOCUMENTS = "sluice.notifier-documents";

  private InternalTopics() {}

  /// Creates the topics that are not there yet, with as many partitions as the devices have.
  ///
  /// @return how many partitions that is
  /// @throws IOException if the cluster does not answer or refuses, or the pipeline's topics are
  ///     not there
  /// @throws CannotStartException if they are there with another number of partitions: the devices
  ///     of some would never be counted, and no gate would open
  public static int ensure(KafkaConnection connection) throws IOException {
    try (var admin = Admin.create(connection.toProperties())) {
      int partitions = partitions(admin, Topic.DEVICE_REPORTS.kafkaName());
      Set<String> there = admin.listTopics().names().get();
      for (String topic : List.of(COUNTS, DOCUMENTS)) {
        if (there.contains(topic)) {
          requireEqual(topic, partitions(admin, topic), partitions);
        } else {
          create(admin, topic, partitions);
        }
      }
      return partitions;
    } catch (ExecutionException e) {
      throw new IOException(
          "topics of the notifier: expected them at %s, got %s"
              .formatted(connection, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("topics of the notifier: interrupted", e);
    }
  }

  private static void requireEqual(String topic, int found, int expected) {
    if (found != expected) {
      throw new CannotStartException(
          "topic %s: expected %d partitions, as many as %s has, got %d; how many there are cannot change once a notifier has run"
              .formatted(topic, expected, Topic.DEVICE_REPORTS, found));
    }
  }

  private static int partitions(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private static void create(Admin admin, String name, int partitions)
      throws ExecutionException, InterruptedException {
    var topic =
        new NewTopic(name, Optional.of(partitions), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(NotifierTopology.MAX_RECORD_BYTES)));
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
