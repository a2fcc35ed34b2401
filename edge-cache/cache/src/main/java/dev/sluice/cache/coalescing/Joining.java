package dev.sluice.cache.coalescing;

/// What a caller finds when it wants something fetched.
public enum Joining {
  /// Nobody is at it: the caller has to see that the fetch starts. The fetch belongs to the table,
  /// not to the caller.
  STARTS,
  /// The fetch is under way: the caller waits for it.
  WAITS
}
