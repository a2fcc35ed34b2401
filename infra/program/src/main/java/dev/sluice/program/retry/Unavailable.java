package dev.sluice.program.retry;

/// A failure of a peer rather than of what was asked of it: a time-out, a lost connection, an
/// internal error of the peer, credentials that it refuses. It passes, or a person ends it.
///
/// Whoever works through a queue tries the same thing again for as long as it takes; a dead letter
/// is for what would fail with every peer in order.
public interface Unavailable {
  /// One line: which peer, what was expected, what came.
  String getMessage();

  /// Whether the peer answers but refuses our credentials, so that a person must act.
  boolean isCredentialsRefused();
}
