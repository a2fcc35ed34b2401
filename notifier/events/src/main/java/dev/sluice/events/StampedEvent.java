package dev.sluice.events;

import java.time.Instant;

/// An event with its CloudEvents 1.0 attributes: who sent it, when, and under which id.
///
/// @param id unique among the events of its source; 1 to [#MAX_TEXT_LENGTH] printable ASCII
///     characters
/// @param source who sent it, such as `publisher`; 1 to [#MAX_TEXT_LENGTH] printable ASCII
///     characters
/// @param time when it was sent, in the years 1970 to 9999
/// @param event what happened
public record StampedEvent(String id, String source, Instant time, Event event) {
  /// Longest id and longest source.
  public static final int MAX_TEXT_LENGTH = 256;

  /// Checks id, source and time.
  public StampedEvent {
    if (!isText(id) || !isText(source)) {
      throw new IllegalArgumentException("id and source must be printable ASCII");
    }
    Fields.requireTime(time);
  }

  static boolean isText(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_TEXT_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }
}
