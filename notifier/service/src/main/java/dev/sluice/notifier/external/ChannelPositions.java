package dev.sluice.notifier.external;

import dev.sluice.kafka.KafkaConnection;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a new channel begin with what happens from now on: topics keep their events for ever, and
/// nobody wants to be told of last year. What begins now is written down at once, so that a
/// restart before the first event loses nothing.
final class ChannelPositions {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelPositions.class);
  private static final long LIMIT_SECONDS = 30;

  private ChannelPositions() {}

  /// Puts a group that has no position in a partition at its end.
  ///
  /// @throws IOException if Kafka does not answer
  static void ensure(KafkaConnection kafka, String group, Collection<String> topics)
      throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka.toProperties())) {
      Map<TopicPartition, OffsetSpec> missing = new HashMap<>();
      get(admin.describeTopics(topics).allTopicNames())
          .forEach(
              (topic, about) ->
                  about
                      .partitions()
                      .forEach(
                          one ->
                              missing.put(
                                  new TopicPartition(topic, one.partition()),
                                  OffsetSpec.latest())));
      missing
          .keySet()
          .removeAll(
              get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).keySet());
      if (!missing.isEmpty()) {
        begin(admin, group, missing);
      }
    } catch (ExecutionException e) {
      throw unanswered(kafka, group, String.valueOf(e.getMessage()), e);
    } catch (TimeoutException e) {
      throw unanswered(kafka, group, "no answer within " + LIMIT_SECONDS + " s", e);
    }
  }

  private static IOException unanswered(
      KafkaConnection kafka, String group, String fact, Exception cause) {
    return new IOException(
        "group %s: expected its positions from %s, got %s".formatted(group, kafka, fact), cause);
  }

  private static void begin(Admin admin, String group, Map<TopicPartition, OffsetSpec> missing)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    get(admin.listOffsets(missing).all())
        .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
    try {
      get(admin.alterConsumerGroupOffsets(group, ends).all());
      LOG.atInfo()
          .addKeyValue("group", group)
          .addKeyValue("partitions", ends.size())
          .log("channel begins with what happens from now on");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownMemberIdException)) {
        throw e;
      }
      // Another notifier has this channel already, and began it.
      LOG.atDebug().addKeyValue("group", group).log("another notifier has begun this channel");
    }
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
