package dev.sluice.repository;

import dev.sluice.repository.change.Planner;
import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.commit.RepositoryCommit;
import dev.sluice.repository.commit.RepositoryOpening;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.StoredRepository;
import java.io.IOException;

/// A process that knows the repository as it saw it last.
public final class Session {
  private final MemoryStore store;
  private final RoleSigner keys;
  private StoredRepository known;

  private Session(MemoryStore store, RoleSigner keys, StoredRepository known) {
    this.store = store;
    this.keys = keys;
    this.known = known;
  }

  /// Opens the repository, or founds it.
  public static Session open(MemoryStore store, RoleSigner keys) throws IOException {
    var opening = new RepositoryOpening(keys, Lifetimes.DEFAULT);
    return new Session(store, keys, store.perform(opening.openOrFound()));
  }

  /// Brings a change into the store.
  public <P extends Proposal> Committed<P> commit(Planner<P> planner) throws IOException {
    var committed =
        store.perform(new RepositoryCommit<>(planner, keys, Lifetimes.DEFAULT).begin(known));
    known = committed.stored();
    return committed;
  }

  /// What it knows.
  public Repository repository() {
    return known.repository();
  }

  /// The root that it knows.
  public byte[] rootMetadata() {
    return known.rootFile().bytes();
  }
}
