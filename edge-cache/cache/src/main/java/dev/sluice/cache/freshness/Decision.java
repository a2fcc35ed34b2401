package dev.sluice.cache.freshness;

/// What to do with a request, given what is held.
public enum Decision {
  /// Answer with what is held.
  SERVE,
  /// Ask upstream; nothing that is held may answer if that fails.
  FETCH,
  /// Ask upstream; if it cannot be reached, what is held answers.
  REVALIDATE,
  /// Check what is held against its own checksum. A wrong piece is dropped and fetched again,
  /// plainly; when all are right, the fault lies upstream and upstream is asked, within the limits
  /// of the node.
  VERIFY
}
