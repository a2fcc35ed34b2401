package dev.sluice.cache.fill;

import dev.sluice.cache.holding.HeldSlice;
import java.time.Duration;

/// How the filling of a slice ended; the same for all who waited for it.
///
/// @param <S> a slice, as the store knows it
public sealed interface FillOutcome<S extends HeldSlice> {
  /// The slice is in the store.
  record Filled<S extends HeldSlice>(S slice) implements FillOutcome<S> {}

  /// Upstream has no such object.
  ///
  /// @param age how long ago the origin said so
  record Absent<S extends HeldSlice>(String reason, Duration age) implements FillOutcome<S> {}

  /// The object ends before the slice starts.
  record PastEnd<S extends HeldSlice>() implements FillOutcome<S> {}

  /// The slice could not be had.
  record Failed<S extends HeldSlice>(String reason, FailureCause cause) implements FillOutcome<S> {}
}
