package dev.sluice.kafka;

import dev.sluice.events.ByteString;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.letter.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// What Kafka's headers say of letters and replays, and letters about records.
public final class DeadLetters {
  /// The header of a replayed record that names the letter which was replayed.
  public static final String REPLAY_OF = "sluice-replay-of";

  /// The header of a replayed record that names who ordered it.
  public static final String REPLAYED_BY = "sluice-replayed-by";

  /// The header of a replayed record that names the consumer whose letter it was. Workers of other
  /// groups leave the record alone: they have handled it.
  static final String REPLAY_FOR = "sluice-replay-for";

  private DeadLetters() {}

  /// A letter; texts and data are cut to what it holds, and what has no UTF-8 form is replaced.
  ///
  /// @param topic where it came from
  /// @param key its key there; absent is empty
  /// @param reason why it could not be handled
  /// @param consumer who could not handle it
  /// @param data the event in structured mode, or the bytes of what is none
  public static DeadLetter letter(
      String topic, @Nullable String key, String reason, String consumer, byte[] data) {
    return letter(topic, key, reason, consumer, data, new RecordHeaders());
  }

  /// A letter about a record, which can be sent again as it was.
  ///
  /// @param data the record's value
  /// @param headers the record's; left out, and said so, if they are more than a letter holds
  public static DeadLetter letter(
      String topic,
      @Nullable String key,
      String reason,
      String consumer,
      byte[] data,
      Headers headers) {
    String text = key == null ? "" : key;
    return DeadLetter.about(
        topic, text, reason, consumer, data, headers(headers), replayOf(headers));
  }

  /// What a record's headers say of its replay, alone: for a letter whose data is in another form
  /// than the record was.
  public static Headers marks(Headers headers) {
    var marks = new RecordHeaders();
    for (Header header : headers) {
      if (header.key().equals(REPLAY_OF) || header.key().equals(REPLAYED_BY)) {
        marks.add(header);
      }
    }
    return marks;
  }

  /// Whether a record is a replay for another consumer than this one.
  static boolean isForAnother(Headers headers, String consumer) {
    Header mark = headers.lastHeader(REPLAY_FOR);
    return mark != null && !HeaderValues.text(mark).equals(consumer);
  }

  private static List<DeadLetter.Header> headers(Headers headers) {
    List<DeadLetter.Header> all = new ArrayList<>();
    for (Header header : headers) {
      byte[] value = HeaderValues.bytes(header);
      all.add(DeadLetter.Header.cleaned(header.key(), ByteString.of(value)));
    }
    return all;
  }

  /// What a record says of itself, if it is the id of an event.
  private static Optional<String> replayOf(Headers headers) {
    Header mark = headers.lastHeader(REPLAY_OF);
    return Optional.ofNullable(mark).map(HeaderValues::text).filter(StampedEvent::isText);
  }

  static DeadLetter letter(
      ConsumerRecord<String, byte[]> record, String consumer, Exception reason) {
    String text = reason.getClass().getSimpleName() + ": " + reason.getMessage();
    return letter(record.topic(), record.key(), text, consumer, record.value(), record.headers());
  }
}
