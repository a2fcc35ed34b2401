package dev.sluice.signer.worker;

import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.RoleSigner;
import dev.sluice.repository.change.OfflineRoles;
import dev.sluice.repository.change.Renewals;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.RoleStatus;
import dev.sluice.signer.commit.RepositoryWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps roles fresh, and shows them to a [RoleWatch]. For one thread.
public final class RenewalTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RenewalTask.class);

  private final RepositoryWriter writer;
  private final RoleSigner keys;
  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final RoleWatch watch;

  private volatile Optional<String> failure = Optional.empty();

  /// A task over a repository.
  ///
  /// @param keys those of the writer
  /// @param watch is shown the roles at each check
  public RenewalTask(
      RepositoryWriter writer,
      RoleSigner keys,
      Lifetimes lifetimes,
      InstantSource clock,
      RoleWatch watch) {
    this.writer = writer;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.watch = watch;
  }

  /// Checks once. A failure is logged, and the next check tries again: three quarters of an online
  /// role's life are left then, and a quarter of an offline one's.
  @Override
  public void run() {
    try {
      List<String> due = new ArrayList<>(renewTogether());
      List<RoleStatus> statuses = RoleStatus.of(writer.repository(), keys);
      var offline = OfflineRoles.of(statuses, lifetimes, clock.instant());
      watch.saw(statuses, offline.alarms());
      due.addAll(offline.due());
      renewEach(due);
      failure = Optional.empty();
    } catch (IOException e) {
      failure = Optional.of("roles are not renewed: " + e.getMessage());
      LOG.atWarn().setCause(e).log("renewal failed, will try again");
    } catch (RuntimeException e) {
      // The executor would stop the checks without a word, and everything would expire a day later.
      failure = Optional.of("roles are not renewed: " + e);
      LOG.atError().setCause(e).log("unexpected failure; roles will expire; restart and report");
    }
  }

  /// Signs the online roles that are due, in one revision.
  ///
  /// @return those that are left to be signed each by itself, as the keys of one were refused
  private List<String> renewTogether() throws IOException {
    try {
      log(writer.commit(before -> Renewals.of(before, lifetimes, clock.instant())));
      return List.of();
    } catch (RepositoryException e) {
      LOG.atWarn().setCause(e).log("roles cannot be renewed together");
      return Renewals.due(writer.repository(), lifetimes, clock.instant());
    }
  }

  /// A key that cannot be used must not keep other roles from being signed, the timestamp least of
  /// all.
  private void renewEach(List<String> roles) throws IOException {
    Optional<IOException> failed = Optional.empty();
    for (String role : roles) {
      try {
        log(writer.commit(_ -> Upkeep.renewing(Set.of(role))));
      } catch (IOException e) {
        failed = Optional.of(failed.orElse(e));
      }
    }
    if (failed.isPresent()) {
      throw failed.get();
    }
  }

  private static void log(Committed<?> committed) {
    if (!committed.proposal().changes().isEmpty()) {
      LOG.atInfo()
          .addKeyValue("roles", committed.signedRoles())
          .addKeyValue("timestamp", committed.repository().timestamp().version())
          .addKeyValue("snapshot", committed.repository().snapshot().version())
          .log("roles renewed");
    }
  }

  /// What a person must do now: see to renewals that fail, or to a role that cannot be signed here.
  public Optional<String> problem() {
    return failure.or(watch::problem);
  }
}
