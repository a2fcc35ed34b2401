package dev.sluice.cache.flow;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.SliceKey;
import java.time.Duration;

/// How far a reader has come on its way to one slice. The table is [Reading]'s.
///
/// @param <S> a slice, as the store knows it
public sealed interface SliceStep<S extends HeldSlice> {
  /// Upstream should confirm the slice, unless it did so a moment ago; then comes
  /// [Reading#confirmed].
  record Confirm<S extends HeldSlice>(SliceKey key) implements SliceStep<S> {}

  /// Waits for the slice to be filled; then comes [Reading#filled].
  ///
  /// @param lookup how often it was looked for in the store, this time included
  record Fill<S extends HeldSlice>(SliceKey key, int lookup) implements SliceStep<S> {}

  /// The slice is here and is to be opened, which is the end unless it cannot be: then it is
  /// dropped, and [Reading#unreadable] comes.
  ///
  /// @param hit whether it was here, or on its way, before this reader came
  /// @param lookup how often it was looked for in the store, this time included
  record Open<S extends HeldSlice>(S slice, boolean hit, int lookup) implements SliceStep<S> {}

  /// An end: upstream has no such object, or has it no more.
  ///
  /// @param age how long ago the origin said so
  record Gone<S extends HeldSlice>(String reason, Duration age) implements SliceStep<S> {}

  /// An end: it is not here and cannot be had.
  record Failed<S extends HeldSlice>(String reason, FailureCause cause) implements SliceStep<S> {}
}
