package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;

/// What comes back for a request.
public sealed interface Answer {
  /// The bytes that were asked for, as far as the object has them.
  ///
  /// @param objectLengthBytes length of the whole object
  record Found(ByteString bytes, long objectLengthBytes) implements Answer {}

  /// There is no such object.
  record Absent() implements Answer {}

  /// Nobody answered in time.
  record Unavailable() implements Answer {}
}
