package dev.sluice.cache.flow;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.SliceKey;
import java.time.Duration;
import java.util.List;

/// How far a request has come on its way to an object. The table is [RequestFlow]'s.
///
/// @param <S> a slice, as the store knows it
public sealed interface Opening<S extends HeldSlice> {
  /// Waits for a slice to be filled; then comes [RequestFlow#filled].
  ///
  /// @param noCache whether a cache at upstream has to check its copy
  record Filling<S extends HeldSlice>(
      ObjectRequest request, SliceKey key, boolean noCache, FillPurpose purpose)
      implements Opening<S> {}

  /// Waits for slices to be compared with their own checksums, those that are here; what differs
  /// has to be dropped. Then comes [RequestFlow#checked].
  ///
  /// @param any some slice of the object
  /// @param keys the slices in question
  /// @param purpose what follows
  record Checking<S extends HeldSlice>(
      ObjectRequest request, S any, List<SliceKey> keys, CheckPurpose purpose)
      implements Opening<S> {
    /// Copies the list.
    public Checking {
      keys = List.copyOf(keys);
    }
  }

  /// An end: the object is there; its bytes follow slice by slice.
  record Found<S extends HeldSlice>(Reading<S> reading) implements Opening<S> {}

  /// An end: upstream has nothing there.
  ///
  /// @param age how long ago the origin said so
  record Missing<S extends HeldSlice>(String reason, Duration age) implements Opening<S> {}

  /// An end: nothing is held, and the bytes cannot be had.
  record Failed<S extends HeldSlice>(String reason, FailureCause cause) implements Opening<S> {}

  /// What a slice is filled for before its object is described.
  enum FillPurpose {
    /// It is the first that the reader wants, and tells the object's length on the way.
    FIRST,
    /// The range starts past the end; the first slice of the object tells where that is.
    LENGTH,
    /// What is held may be old; it answers if upstream does not.
    REFRESH
  }

  /// What slices are compared with their checksums for.
  enum CheckPurpose {
    /// The reader was refused what it got: serve what is right, replace what is not.
    VERIFY,
    /// A mutable object is asked for anew; whether it was damaged here decides how.
    REFRESH
  }
}
