package dev.sluice.events;

import java.util.Optional;

/// An event that is about to be sent, and the trace that it continues.
///
/// @param trace of what it answers; empty if that is not followed
public record TracedEvent(Event event, Optional<TraceParent> trace) {
  /// An event that continues no trace.
  public static TracedEvent untraced(Event event) {
    return new TracedEvent(event, Optional.empty());
  }
}
