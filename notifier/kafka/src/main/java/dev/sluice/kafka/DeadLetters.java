package dev.sluice.kafka;

import dev.sluice.events.ByteString;
import dev.sluice.events.DeadLetter;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Puts what could not be handled into a letter that always fits.
final class DeadLetters {
  private static final int MAX_TEXT_LENGTH = 1_000;

  private DeadLetters() {}

  static DeadLetter letter(
      ConsumerRecord<String, byte[]> record, byte[] data, String consumer, Exception reason) {
    boolean fits = data.length <= DeadLetter.MAX_DATA_LENGTH_BYTES;
    byte[] kept = fits ? data : Arrays.copyOf(data, DeadLetter.MAX_DATA_LENGTH_BYTES);
    String text = reason.getClass().getSimpleName() + ": " + reason.getMessage();
    return new DeadLetter(
        record.topic(),
        clean(record.key()),
        clean(fits ? text : text + " (data cut from " + data.length + " bytes)"),
        consumer,
        ByteString.of(kept));
  }

  /// Cuts to length and replaces what has no UTF-8 form.
  private static String clean(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var cleaned = new StringBuilder();
    text.codePoints()
        .limit(MAX_TEXT_LENGTH)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
        .forEach(cleaned::appendCodePoint);
    return cleaned.toString();
  }
}
