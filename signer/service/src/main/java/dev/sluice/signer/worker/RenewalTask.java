package dev.sluice.signer.worker;

import dev.sluice.repository.RoleSigner;
import dev.sluice.repository.change.OfflineRoles;
import dev.sluice.repository.change.OfflineRoles.Alarm;
import dev.sluice.repository.change.Renewals;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.RoleStatus;
import dev.sluice.signer.commit.RepositoryWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps roles fresh, and calls for a person where keys are not at hand. For one thread.
public final class RenewalTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RenewalTask.class);

  /// A role of which clients still read the other half is something for a person to look at.
  private static final int LARGE_PERCENT = 50;

  private final RepositoryWriter writer;
  private final RoleSigner keys;
  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final MultiGauge expiries;
  private final MultiGauge sizes;

  /// What was called for already, so that it is said once and not at every check.
  private final Set<Alarm> raised = new HashSet<>();

  private volatile List<Alarm> alarms = List.of();
  private volatile List<RoleStatus> large = List.of();
  private volatile Optional<String> failure = Optional.empty();

  /// A task over a repository.
  ///
  /// @param keys those of the writer
  /// @param meters where it says when each role expires
  public RenewalTask(
      RepositoryWriter writer,
      RoleSigner keys,
      Lifetimes lifetimes,
      InstantSource clock,
      MeterRegistry meters) {
    this.writer = writer;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.expiries =
        MultiGauge.builder("sluice.signer.role.expiry.timestamp.seconds")
            .description("when the document of a role expires")
            .register(meters);
    this.sizes =
        MultiGauge.builder("sluice.signer.role.size")
            .baseUnit("bytes")
            .description("how long the document of a role is")
            .register(meters);
  }

  /// Checks once. A failure is logged, and the next check tries again: three quarters of an online
  /// role's life are left then, and a quarter of an offline one's.
  @Override
  public void run() {
    try {
      renewOnline();
      renewOffline();
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

  private void renewOnline() throws IOException {
    Committed<Renewals> committed =
        writer.commit(before -> Renewals.of(before, lifetimes, clock.instant()));
    log(committed);
  }

  /// After the online ones, and each by itself: a key that cannot be used must not keep the others
  /// from being signed.
  private void renewOffline() throws IOException {
    List<RoleStatus> statuses = RoleStatus.of(writer.repository(), keys);
    expiries.register(statuses.stream().map(RenewalTask::expiry).toList(), true);
    sizes.register(statuses.stream().map(RenewalTask::size).toList(), true);
    large = statuses.stream().filter(status -> status.percentFull() >= LARGE_PERCENT).toList();
    var offline = OfflineRoles.of(statuses, lifetimes, clock.instant());
    alarms = offline.alarms();
    alarms.forEach(this::raise);
    Optional<IOException> failed = Optional.empty();
    for (String role : offline.due()) {
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

  private static MultiGauge.Row<Number> expiry(RoleStatus status) {
    return MultiGauge.Row.of(Tags.of("role", status.role()), status.expires().getEpochSecond());
  }

  private static MultiGauge.Row<Number> size(RoleStatus status) {
    return MultiGauge.Row.of(Tags.of("role", status.role()), status.sizeBytes());
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

  /// What a person must do now: a role that expires within 7 days and cannot be signed here, or
  /// renewals that fail. Earlier warnings are a note, so that a signer which works is ready.
  public Optional<String> problem() {
    return failure.or(
        () -> alarms.stream().filter(Alarm::isUrgent).findFirst().map(RenewalTask::call));
  }

  /// What a person will have to do: roles that expire within 30 days and cannot be signed here, and
  /// those that have half the length that clients read.
  public String note() {
    String calls =
        Stream.concat(
                alarms.stream().map(RenewalTask::call),
                large.stream()
                    .map(
                        status ->
                            "role %s has %d %% of the length that clients read; withdraw releases that nothing runs"
                                .formatted(status.role(), status.percentFull())))
            .collect(Collectors.joining("; "));
    return calls.isEmpty() ? "no role waits for a person" : calls;
  }

  private static String call(Alarm alarm) {
    return "role %s expires at %s; run sluice keys renew %s"
        .formatted(alarm.role(), alarm.expires(), alarm.role());
  }

  private void raise(Alarm alarm) {
    if (raised.add(alarm)) {
      (alarm.isUrgent() ? LOG.atError() : LOG.atWarn())
          .addKeyValue("role", alarm.role())
          .addKeyValue("expires", alarm.expires())
          .log("role expires soon; sign it again with sluice keys renew");
    }
  }
}
