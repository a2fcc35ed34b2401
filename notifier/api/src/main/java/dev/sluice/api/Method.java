package dev.sluice.api;

/// What a request does.
public enum Method {
  /// Reads.
  GET,
  /// Orders, or makes; repeated safely with an `Idempotency-Key`.
  POST,
  /// Puts in place of what is there.
  PUT,
  /// Ends.
  DELETE
}
