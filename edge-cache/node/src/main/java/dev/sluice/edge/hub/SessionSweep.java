package dev.sluice.edge.hub;

import java.util.Set;
import java.util.TreeSet;

/// Which sessions nobody can take up any more, as their principals have left the file: a device
/// that was sold, a node that was replaced. What is queued for them would stay until it expires.
///
/// | session of a principal that | then |
/// |---|---|
/// | is in the file | stays |
/// | is missing, and was not at the last look | stays: the file may be in the making |
/// | is missing, and was at the last look | ends |
/// | anything, while the file cannot be read or names nobody | stays |
///
/// Used by one thread at a time.
final class SessionSweep {
  private Set<String> missing = Set.of();

  /// Looks again.
  ///
  /// @param sessions whose sessions there are
  /// @param principals who may connect; empty if that is not known
  /// @return whose sessions end
  Set<String> look(Set<String> sessions, Set<String> principals) {
    if (principals.isEmpty()) {
      missing = Set.of();
      return Set.of();
    }
    var missingNow = new TreeSet<>(sessions);
    missingNow.removeAll(principals);
    var ending = new TreeSet<>(missingNow);
    ending.retainAll(missing);
    missing = missingNow;
    return ending;
  }
}
