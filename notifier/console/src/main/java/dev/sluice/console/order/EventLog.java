package dev.sluice.console.order;

import dev.sluice.events.Event;
import java.io.IOException;

/// Where orders go; `EventProducer` is the real one.
@FunctionalInterface
public interface EventLog {
  /// Returns once the event is safe.
  ///
  /// @throws IOException if it is not
  void send(Event event) throws IOException;
}
