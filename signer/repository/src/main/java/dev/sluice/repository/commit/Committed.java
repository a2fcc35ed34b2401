package dev.sluice.repository.commit;

import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.StoredRepository;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// A proposal that has come true: the timestamp that covers it is in the store.
///
/// @param proposal the last one that was planned
/// @param stored the repository in which it holds
/// @param signedRoles every role of which a document was signed for it; empty if there was nothing
///     to change
public record Committed<P extends Proposal>(
    P proposal, StoredRepository stored, Set<String> signedRoles) {
  /// Copies the set.
  public Committed {
    signedRoles = Collections.unmodifiableSet(new LinkedHashSet<>(signedRoles));
  }

  /// What the metadata says by now.
  public Repository repository() {
    return stored.repository();
  }
}
