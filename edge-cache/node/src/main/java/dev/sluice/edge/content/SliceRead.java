package dev.sluice.edge.content;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.edge.store.OpenSlice;
import dev.sluice.edge.store.StoredSlice;
import java.time.Duration;

/// What a reader gets when it asks for the next slice.
public sealed interface SliceRead {
  /// Its bytes.
  ///
  /// @param slice what it is
  /// @param bytes the reader closes them
  /// @param hit whether it was here, or on its way, before this reader came
  record Ready(StoredSlice slice, OpenSlice bytes, boolean hit) implements SliceRead {}

  /// Upstream has no such object, or has it no more.
  ///
  /// @param age how long ago the origin said so
  record Gone(String reason, Duration age) implements SliceRead {}

  /// It is not here, and cannot be had.
  record Failed(String reason, FailureCause cause) implements SliceRead {}
}
