package dev.sluice.edge.content;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.edge.store.StoredSlice;
import java.nio.channels.FileChannel;

/// What a reader gets when it asks for the next slice.
public sealed interface SliceRead {
  /// Its bytes.
  ///
  /// @param slice what it is
  /// @param channel the slice is its first bytes; the reader closes it
  /// @param hit whether it was here, or on its way, before this reader came
  record Ready(StoredSlice slice, FileChannel channel, boolean hit) implements SliceRead {}

  /// It is not here, and cannot be had.
  record Failed(String reason, FailureCause cause) implements SliceRead {}
}
