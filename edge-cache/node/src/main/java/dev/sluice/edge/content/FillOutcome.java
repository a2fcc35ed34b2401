package dev.sluice.edge.content;

import dev.sluice.edge.store.StoredSlice;
import java.time.Duration;

/// How the filling of a slice ended; the same for all who waited for it.
sealed interface FillOutcome {
  /// The slice is in the store.
  record Filled(StoredSlice slice) implements FillOutcome {}

  /// Upstream has no such object.
  ///
  /// @param age how long ago the origin said so
  record Absent(String reason, Duration age) implements FillOutcome {}

  /// The object ends before the slice starts.
  record PastEnd() implements FillOutcome {}

  /// Upstream did not deliver.
  ///
  /// @param timedOut whether it was slow rather than broken
  record Unavailable(String reason, boolean timedOut) implements FillOutcome {}
}
