package dev.sluice.signer.worker;

import dev.sluice.repository.change.Renewals;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.signer.commit.RepositoryWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps online roles fresh, and calls for a person where a key is offline. For one thread.
public final class RenewalTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RenewalTask.class);

  private final RepositoryWriter writer;
  private final Lifetimes lifetimes;
  private final InstantSource clock;

  /// What was called for already, so that it is said once and not at every check.
  private final Set<Renewals.Alarm> raised = new HashSet<>();

  private volatile List<Renewals.Alarm> alarms = List.of();
  private volatile Optional<String> failure = Optional.empty();

  /// A task over a repository.
  public RenewalTask(RepositoryWriter writer, Lifetimes lifetimes, InstantSource clock) {
    this.writer = writer;
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  /// Checks once. A failure is logged, and the next check tries again: three quarters of a life are
  /// left.
  @Override
  public void run() {
    try {
      Committed<Renewals> committed =
          writer.commit(before -> Renewals.of(before, lifetimes, clock.instant()));
      if (!committed.proposal().changes().isEmpty()) {
        LOG.atInfo()
            .addKeyValue("timestamp", committed.repository().timestamp().version())
            .addKeyValue("snapshot", committed.repository().snapshot().version())
            .log("roles renewed");
      }
      alarms = committed.proposal().alarms();
      alarms.forEach(this::raise);
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

  /// What a person must do now: a role that expires within 7 days and has no key online, or
  /// renewals that fail. Earlier warnings stand in the log only, so that a signer which works is
  /// ready.
  public Optional<String> problem() {
    Optional<String> urgent =
        alarms.stream()
            .filter(Renewals.Alarm::isUrgent)
            .findFirst()
            .map(
                alarm ->
                    "role %s expires at %s; run sluice keys renew %s"
                        .formatted(alarm.role(), alarm.expires(), alarm.role()));
    return failure.or(() -> urgent);
  }

  private void raise(Renewals.Alarm alarm) {
    if (raised.add(alarm)) {
      (alarm.isUrgent() ? LOG.atError() : LOG.atWarn())
          .addKeyValue("role", alarm.role())
          .addKeyValue("expires", alarm.expires())
          .log("role expires soon; sign it again with sluice keys renew");
    }
  }
}
