package dev.sluice.kafka;

import dev.sluice.events.ByteString;
import dev.sluice.events.DeadLetter;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Puts what could not be handled into a letter that always fits.
public final class DeadLetters {
  private static final int MAX_TEXT_LENGTH = 1_000;

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
    boolean fits = data.length <= DeadLetter.MAX_DATA_LENGTH_BYTES;
    byte[] kept = fits ? data : Arrays.copyOf(data, DeadLetter.MAX_DATA_LENGTH_BYTES);
    return new DeadLetter(
        clean(topic),
        clean(key == null ? "" : key),
        clean(reason) + (fits ? "" : " (data cut from " + data.length + " bytes)"),
        clean(consumer),
        ByteString.of(kept));
  }

  static DeadLetter letter(
      ConsumerRecord<String, byte[]> record, byte[] data, String consumer, Exception reason) {
    String text = reason.getClass().getSimpleName() + ": " + reason.getMessage();
    return letter(record.topic(), record.key(), text, consumer, data);
  }

  private static String clean(String text) {
    return text.codePoints()
        .limit(MAX_TEXT_LENGTH)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
