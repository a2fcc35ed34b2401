package dev.sluice.notifier.topology;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Makes events of the notifier ready to be sent.
final class Stamps {
  static final String SOURCE = "notifier";

  private Stamps() {}

  static <E extends Event> StampedEvent<E> stamp(E event, Instant now) {
    return stamp(event, now, Optional.empty());
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as events have it
  static <E extends Event> StampedEvent<E> stamp(
      E event, Instant now, Optional<TraceParent> trace) {
    return new StampedEvent<>(UUID.randomUUID().toString(), SOURCE, now, trace, event);
  }
}
