package dev.sluice.notifier.topology;

import dev.sluice.events.Topic;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.kafka.DeadLetters;
import dev.sluice.kafka.EventSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a dead letter of a record that cannot be decoded, in the transaction that skips it.
public final class DeadLetterHandler implements DeserializationExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterHandler.class);

  /// The key of the [NotifierMeters] among the properties of Streams.
  public static final String METERS_CONFIG = "sluice.meters";

  /// The last time that an event can have.
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private @Nullable NotifierMeters meters;

  /// Used by Streams, which builds it by name.
  public DeadLetterHandler() {}

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    String reason = String.valueOf(exception.getMessage());
    LOG.atError()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", reason)
        .log("dead letter");
    if (meters != null) {
      meters.deadLetter();
    }
    DeadLetter letter =
        DeadLetters.letter(
            record.topic(),
            text(record.key()),
            reason,
            Stamps.SOURCE,
            orEmpty(record.value()),
            record.headers());
    var headers = new RecordHeaders();
    // A record without a time of its own says -1; senders may say anything.
    long at = Math.clamp(record.timestamp(), 0, LATEST.toEpochMilli());
    try (var serializer = new EventSerializer()) {
      String topic = Topic.DEAD_LETTERS.kafkaName();
      byte[] value =
          serializer.serialize(topic, headers, Stamps.stamp(letter, Instant.ofEpochMilli(at)));
      byte[] key = letter.key().getBytes(StandardCharsets.UTF_8);
      return Response.resume(List.of(new ProducerRecord<>(topic, null, at, key, value, headers)));
    }
  }

  private static String text(byte @Nullable [] key) {
    return new String(orEmpty(key), StandardCharsets.UTF_8);
  }

  private static byte[] orEmpty(byte @Nullable [] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get(METERS_CONFIG) instanceof NotifierMeters configured) {
      meters = configured;
    }
  }
}
