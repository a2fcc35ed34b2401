package dev.sluice.api.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Gives every event to all who watch at that time; for any number of threads.
public final class Broadcast implements EventFeed {
  private final Set<EventSink> sinks = ConcurrentHashMap.newKeySet();

  /// Gives one event to all. A client that is too slow is let go.
  public void send(ServerEvent event) {
    sinks.removeIf(sink -> !sink.offer(event));
  }

  @Override
  public Subscription open(EventSink sink) {
    sinks.add(sink);
    return () -> sinks.remove(sink);
  }
}
