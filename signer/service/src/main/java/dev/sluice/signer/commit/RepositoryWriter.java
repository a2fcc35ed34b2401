package dev.sluice.signer.commit;

import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Planner;
import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.commit.RepositoryCommit;
import dev.sluice.repository.commit.RepositoryOpening;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.StoredRepository;
import dev.sluice.signer.keys.KeyRing;
import dev.sluice.signer.keys.KeyRing.OldKeys;
import dev.sluice.signer.keys.KeyRing.Succession;
import dev.sluice.store.ObjectStore;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Holds the repository as it was last known, and brings changes of it into the store.
///
/// Any number of threads may commit; one at a time does. It holds the keys' lock while it does, and
/// begins with what stands in the store: `sluice keys` may have changed both in the meantime.
public final class RepositoryWriter {
  private final StoreSteps steps;
  private final KeyRing keys;
  private final Lifetimes lifetimes;

  private final ReentrantLock lock = new ReentrantLock();
  private StoredRepository known;

  private RepositoryWriter(
      StoreSteps steps, KeyRing keys, Lifetimes lifetimes, StoredRepository known) {
    this.steps = steps;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.known = known;
  }

  /// Opens the repository; an empty store gets a new one, with new keys where there are none.
  ///
  /// @throws IOException if the store cannot be reached, holds what its keys did not sign, or holds
  ///     a repository of other keys than ours
  public static RepositoryWriter openOrFound(
      ObjectStore store, KeyRing keys, Lifetimes lifetimes, InstantSource clock, SigningWatch watch)
      throws IOException {
    var steps = new StoreSteps(store, clock, watch);
    try (KeyRing.Hold _ = keys.hold()) {
      StoredRepository opened = steps.perform(new RepositoryOpening(keys, lifetimes).openOrFound());
      return new RepositoryWriter(steps, keys, lifetimes, opened);
    }
  }

  /// Opens a repository that must be there already, whoever has its keys.
  ///
  /// @throws IOException if the store cannot be reached, holds no repository, or holds what its
  ///     keys did not sign
  public static RepositoryWriter openExisting(
      ObjectStore store, KeyRing keys, Lifetimes lifetimes, InstantSource clock, SigningWatch watch)
      throws IOException {
    var steps = new StoreSteps(store, clock, watch);
    StoredRepository opened = steps.perform(RepositoryOpening.openExisting());
    return new RepositoryWriter(steps, keys, lifetimes, opened);
  }

  /// The latest root file: the trust anchor to give to devices.
  public byte[] rootMetadata() {
    lock.lock();
    try {
      return known.rootFile().bytes();
    } finally {
      lock.unlock();
    }
  }

  /// The state as it was last written or read.
  public Repository repository() {
    lock.lock();
    try {
      return known.repository();
    } finally {
      lock.unlock();
    }
  }

  /// Brings a proposal about; returns when devices can see it. Writes nothing if nothing is to
  /// change.
  ///
  /// @throws IOException if the store, a key or the watch fails; the proposal may have come true or
  ///     not, and may be committed again
  public <P extends Proposal> Committed<P> commit(Planner<P> planner) throws IOException {
    lock.lock();
    try (KeyRing.Hold _ = keys.hold()) {
      return commitLocked(planner);
    } finally {
      lock.unlock();
    }
  }

  /// Gives a role other keys: a successor for each of its keys that is here.
  ///
  /// The successors are safe before any metadata names them, and in force when this returns. After
  /// a failure it may be called again, and carries on.
  ///
  /// @throws IOException if the store or a key fails, or no key of the role is here
  /// @throws IllegalArgumentException if there is no such role
  public Repository rotate(String role, OldKeys oldKeys) throws IOException {
    lock.lock();
    try (KeyRing.Hold _ = keys.hold()) {
      known = steps.perform(RepositoryCommit.reread(known));
      Set<Digest> named = known.repository().trusteesOf(role).materials();
      // What an earlier rotation has published, but not put in force.
      keys.settle(role, named, oldKeys);
      List<Succession> successions = keys.prepare(role, named);
      if (successions.isEmpty()) {
        throw new IOException(
            "role %s: expected one of its %d keys on this machine, got none"
                .formatted(role, named.size()));
      }
      Map<Digest, PublicKey> byPredecessor = new LinkedHashMap<>();
      successions.forEach(s -> byPredecessor.put(s.current().material(), s.next().publicKey()));
      var changes = new Changes();
      changes.rotate(role, byPredecessor);
      Repository after = commitLocked(_ -> new Upkeep(changes)).repository();
      keys.settle(role, after.trusteesOf(role).materials(), oldKeys);
      return after;
    } finally {
      lock.unlock();
    }
  }

  private <P extends Proposal> Committed<P> commitLocked(Planner<P> planner) throws IOException {
    Committed<P> committed =
        steps.perform(new RepositoryCommit<>(planner, keys, lifetimes).begin(known));
    known = committed.stored();
    if (!committed.signedRoles().isEmpty()) {
      steps.watch().signed(committed.signedRoles());
    }
    return committed;
  }
}
