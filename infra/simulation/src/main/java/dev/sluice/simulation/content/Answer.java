package dev.sluice.simulation.content;

import dev.sluice.events.ByteString;
import java.time.Duration;

/// What comes back for a request.
public sealed interface Answer {
  /// The bytes that were asked for, as far as the object has them.
  ///
  /// @param objectLengthBytes length of the whole object
  /// @param age how long ago they left the origin
  record Found(ByteString bytes, long objectLengthBytes, Duration age) implements Answer {}

  /// There is no such object.
  ///
  /// @param age how long ago the origin said so
  record Absent(Duration age) implements Answer {}

  /// The object ends before the range starts.
  record PastEnd() implements Answer {}

  /// Nobody answered in time.
  record Unavailable() implements Answer {}
}
