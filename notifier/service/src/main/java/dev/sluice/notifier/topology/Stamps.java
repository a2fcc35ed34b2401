package dev.sluice.notifier.topology;

import dev.sluice.events.ByteString;
import dev.sluice.events.DeadLetter;
import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// Makes events of the notifier ready to be sent.
final class Stamps {
  static final String SOURCE = "notifier";
  private static final int TEXT_LIMIT = 1_000;

  private Stamps() {}

  static <E extends Event> StampedEvent<E> stamp(E event, Instant now) {
    return stamp(event, now, Optional.empty());
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as events have it
  static <E extends Event> StampedEvent<E> stamp(
      E event, Instant now, Optional<TraceParent> trace) {
    return new StampedEvent<>(UUID.randomUUID().toString(), SOURCE, now, trace, event);
  }

  /// A dead letter that always fits.
  static DeadLetter deadLetter(String topic, String key, String reason, byte[] data) {
    byte[] kept = Arrays.copyOf(data, Math.min(data.length, DeadLetter.MAX_DATA_LENGTH_BYTES));
    return new DeadLetter(topic, clean(key), clean(reason), SOURCE, ByteString.of(kept));
  }

  /// Cut to length; what has no UTF-8 form is replaced.
  private static String clean(String text) {
    return text.codePoints()
        .limit(TEXT_LIMIT)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
