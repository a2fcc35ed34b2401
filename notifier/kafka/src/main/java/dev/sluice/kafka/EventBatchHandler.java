package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import java.util.List;

/// Does what several events ask of a service, at the cost of one.
///
/// @param <E> what may come
@FunctionalInterface
public interface EventBatchHandler<E extends Event> {
  /// Handles events that arrived together, in order; each may come again. Returns only when every
  /// effect is safe.
  ///
  /// @param events at least one
  /// @throws Exception for any failure; after its retries the worker hands the events over one by
  ///     one, to find the one at fault
  void handleAll(List<StampedEvent<E>> events) throws Exception;
}
