package dev.sluice.tuf.metadata;

import java.util.Set;

/// Names of the top-level roles (TUF 1.0.34 section 2.1).
public final class Roles {
  /// Says which keys the other top-level roles have.
  public static final String ROOT = "root";

  /// Says which snapshot is the latest.
  public static final String TIMESTAMP = "timestamp";

  /// Says which versions of all targets roles belong together.
  public static final String SNAPSHOT = "snapshot";

  /// Vouches for targets and delegates them.
  public static final String TARGETS = "targets";

  /// All four.
  public static final Set<String> TOP_LEVEL = Set.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS);

  private Roles() {}
}
