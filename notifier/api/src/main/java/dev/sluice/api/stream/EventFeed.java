package dev.sluice.api.stream;

import java.io.IOException;

/// Where the events of a stream come from.
@FunctionalInterface
public interface EventFeed {
  /// Begins to give events to one client.
  ///
  /// @return ends it; called once the client is gone
  /// @throws IOException if the source cannot be read now; the client is told 503
  Subscription open(EventSink sink) throws IOException;

  /// One client's part in a feed.
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    /// Ends it; nothing is offered afterwards.
    @Override
    void close();
  }
}
