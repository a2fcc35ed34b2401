package dev.sluice.cache.upstream;

import java.time.Duration;
import java.util.OptionalLong;

/// How a fetch ended. An object that is not there and an upstream that does not answer are
/// different outcomes.
public sealed interface Fetched {
  /// The sink has the body, all of it.
  record Found(ObjectFacts facts) implements Fetched {}

  /// Upstream has no such object.
  ///
  /// @param age how long ago the origin said so
  record Absent(String reason, Duration age) implements Fetched {}

  /// The object ends before the range starts.
  ///
  /// @param objectLengthBytes its length, if upstream told
  record PastEnd(OptionalLong objectLengthBytes) implements Fetched {}

  /// The object is not the one any more of which a part was here; of that part nothing can be kept.
  record Changed(String reason) implements Fetched {}

  /// Upstream could not be reached, failed, or did not keep to the protocol.
  ///
  /// @param timedOut whether it was slow rather than broken
  record Unavailable(String reason, boolean timedOut) implements Fetched {}
}
