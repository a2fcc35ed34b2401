package dev.sluice.events;

import dev.sluice.events.field.Fields;
import java.time.Instant;
import java.util.Optional;

/// An event with its CloudEvents 1.0 attributes: who sent it, when, and under which id.
///
/// @param <E> what it may be, such as all events of one topic
/// @param id unique among the events of its source; 1 to [#MAX_TEXT_LENGTH] printable ASCII
///     characters
/// @param source who sent it, such as `publisher`; 1 to [#MAX_TEXT_LENGTH] printable ASCII
///     characters
/// @param time when it was sent, in the years 1970 to 9999
/// @param trace the trace that it belongs to, if it is followed
/// @param event what happened
public record StampedEvent<E extends Event>(
    String id, String source, Instant time, Optional<TraceParent> trace, E event) {
  /// Longest id and longest source.
  public static final int MAX_TEXT_LENGTH = 256;

  /// Checks id, source and time.
  public StampedEvent {
    if (!isText(id) || !isText(source)) {
      throw new IllegalArgumentException("id and source must be printable ASCII");
    }
    Fields.requireTime(time);
  }

  /// An event that belongs to no trace.
  public StampedEvent(String id, String source, Instant time, E event) {
    this(id, source, time, Optional.empty(), event);
  }

  /// What is sent because of this event, on the same trace.
  public TracedEvent answer(Event reply) {
    return new TracedEvent(reply, trace);
  }

  <F extends Event> StampedEvent<F> with(F same) {
    return new StampedEvent<>(id, source, time, trace, same);
  }

  /// Whether it can be the id or the source of an event.
  public static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH;
  }
}
