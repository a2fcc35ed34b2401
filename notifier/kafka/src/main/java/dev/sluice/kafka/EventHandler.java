package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.program.retry.RetryPolicy;

/// Does what an event asks of a service.
///
/// @param <E> what may come
@FunctionalInterface
public interface EventHandler<E extends Event> {
  /// Handles one event, which may come again even after it was handled. Returns only when every
  /// effect is safe.
  ///
  /// @throws Exception for any failure; the event is handled again under the worker's
  ///     [RetryPolicy], then it becomes a dead letter. [InterruptedException] means that the worker
  ///     is being closed: the event stays for the next one
  void handle(StampedEvent<E> event) throws Exception;
}
