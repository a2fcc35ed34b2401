package dev.sluice.cache.fill;

/// Who is to blame when bytes cannot be had.
public enum FailureCause {
  /// Upstream could not be reached, failed, or sent what it should not.
  UPSTREAM_FAILED,
  /// Upstream was too slow.
  UPSTREAM_SLOW,
  /// The node itself: its disk failed, or it is stopping.
  NODE_FAILED
}
