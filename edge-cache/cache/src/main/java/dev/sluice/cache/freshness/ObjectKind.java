package dev.sluice.cache.freshness;

/// How an object may be cached.
public enum ObjectKind {
  /// The bytes never change: kept until they are evicted.
  IMMUTABLE,
  /// A version of the root role: immutable when it exists, and asked for when it does not exist
  /// yet.
  ROOT_VERSION,
  /// Changes under its name: kept for its max-age.
  MUTABLE
}
