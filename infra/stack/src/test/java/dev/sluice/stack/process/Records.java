package dev.sluice.stack.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What stands in the topics, read as a stranger reads CloudEvents: by their headers.
final class Records {
  private static final Duration POLL = Duration.ofMillis(200);

  private Records() {}

  /// One event.
  ///
  /// @param type such as `release.signed`
  /// @param traceId of its `traceparent`; empty if it has none
  record Event(String topic, String key, String type, Optional<String> traceId, String data) {}

  /// Everything that stands in the topics with this beginning now.
  static List<Event> read(String servers, String prefix) {
    Map<String, Object> properties = Map.of("bootstrap.servers", servers);
    var events = new ArrayList<Event>();
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().entrySet().stream()
              .filter(topic -> topic.getKey().startsWith(prefix))
              .flatMap(topic -> topic.getValue().stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            events.add(event(record));
          }
        }
      }
    }
    return events;
  }

  private static Event event(ConsumerRecord<String, byte[]> record) {
    return new Event(
        record.topic(),
        String.valueOf(record.key()),
        header(record, "ce_type").orElse(""),
        header(record, "ce_traceparent").map(text -> text.split("-", -1)[1]),
        new String(record.value(), StandardCharsets.UTF_8));
  }

  private static Optional<String> header(ConsumerRecord<String, byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name))
        .map(Header::value)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
