package dev.sluice.api.stream;

/// One client's end of a stream; for any number of threads, none of which it makes wait.
public interface EventSink {
  /// Sends an event soon.
  ///
  /// @return false if the client is too slow or gone: its stream ends, and no more will be taken
  boolean offer(ServerEvent event);

  /// Ends the stream after what was offered.
  void end();
}
