package dev.sluice.notifier.topology;

import dev.sluice.events.Topic;
import dev.sluice.kafka.KafkaConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  public static int ensure(KafkaConnection connection) throws IOException {
    try (var admin = Admin.create(connection.toProperties())) {
      String devices = Topic.DEVICE_REPORTS.kafkaName();
      int partitions =
          admin
              .describeTopics(List.of(devices))
              .allTopicNames()
              .get()
              .values()
              .iterator()
              .next()
              .partitions()
              .size();
      create(admin, COUNTS, partitions);
      create(admin, DOCUMENTS, partitions);
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
