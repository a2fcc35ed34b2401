package dev.sluice.signer.worker;

import dev.sluice.signer.repository.Committed;
import dev.sluice.signer.repository.Lifetimes;
import dev.sluice.signer.repository.Renewals;
import dev.sluice.signer.repository.RepositoryWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
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
        LOG.info(
            "renewed timestamp={} snapshot={}",
            committed.repository().timestamp().version(),
            committed.repository().snapshot().version());
      }
      committed.proposal().alarms().forEach(this::raise);
    } catch (IOException e) {
      LOG.warn("renewal failed, will try again", e);
    } catch (RuntimeException e) {
      // The executor would stop the checks without a word, and everything would expire a day later.
      LOG.error("renewal has a bug, signatures will expire until it is mended", e);
    }
  }

  private void raise(Renewals.Alarm alarm) {
    if (!raised.add(alarm)) {
      return;
    }
    if (alarm.isUrgent()) {
      LOG.error("sign this role again now role={} expires={}", alarm.role(), alarm.expires());
    } else {
      LOG.warn("this role must be signed again role={} expires={}", alarm.role(), alarm.expires());
    }
  }
}
