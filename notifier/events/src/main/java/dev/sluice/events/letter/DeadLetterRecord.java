package dev.sluice.events.letter;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `dead-letters` holds: letters, and what people ordered of them.
///
/// The id of a letter is that of its event. What speaks of a letter has the letter's key, and so
/// comes after it.
public sealed interface DeadLetterRecord extends Event
    permits DeadLetter, ReplayOrdered, DeadLetterReplayed, DeadLetterDiscarded {
  @Override
  default Topic<DeadLetterRecord> topic() {
    return Topic.DEAD_LETTERS;
  }
}
