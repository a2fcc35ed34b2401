package dev.sluice.cache.fill;

import java.time.Instant;

/// Where one fill is; the table is [Fills]'.
sealed interface FillState {
  /// As many fetches as may be are under way; this one waits for its turn.
  ///
  /// @param noCache whether a cache at upstream will have to check its copy
  record Queued(boolean noCache, Instant since) implements FillState {}

  /// Upstream was asked.
  ///
  /// @param again whether it was asked before, and sent bytes that the path does not name
  /// @param since when it was asked first
  record Fetching(boolean again, Instant since) implements FillState {}

  /// The bytes are right and enter the store.
  record Keeping() implements FillState {}
}
