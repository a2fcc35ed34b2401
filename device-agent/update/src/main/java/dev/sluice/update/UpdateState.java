package dev.sluice.update;

import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.UpdateMemory;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The whole state of the machine. Only [#memory()] survives a restart; the trusted metadata is
/// built again from its stored files, and everything else is found out again.
public final class UpdateState {
  private final UpdateMemory memory;
  private final TrustedMetadata trust;
  private final Phase phase;
  private final Request request;
  private final Sync sync;
  private final RolloutTrace heard;
  private final Instant nextRefreshAt;
  private final Instant reportedAt;
  private final long lastNumber;

  UpdateState(
      UpdateMemory memory,
      TrustedMetadata trust,
      Phase phase,
      Request request,
      Sync sync,
      RolloutTrace heard,
      Instant nextRefreshAt,
      Instant reportedAt,
      long lastNumber) {
    this.memory = memory;
    this.trust = trust;
    this.phase = phase;
    this.request = request;
    this.sync = sync;
    this.heard = heard;
    this.nextRefreshAt = nextRefreshAt;
    this.reportedAt = reportedAt;
    this.lastNumber = lastNumber;
  }

  /// The state of an agent that has just been started and has seen no event yet.
  ///
  /// @param memory what was stored, or [UpdateMemory#empty()]
  /// @param trust what the stored metadata files are worth, at least the trust anchor
  public static UpdateState starting(UpdateMemory memory, TrustedMetadata trust) {
    return new UpdateState(
        memory,
        trust,
        new Phase.New(),
        new Request.None(),
        Sync.NEVER,
        new RolloutTrace.Nothing(),
        Instant.MAX,
        Instant.MIN,
        0);
  }

  /// What survives a restart.
  public UpdateMemory memory() {
    return memory;
  }

  /// What the phase is called in logs, such as `idle` or `fetching-slice`.
  public String phaseName() {
    return phase
        .getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  /// Whether nothing is under way: the next thing to happen is a refresh, an announcement or a
  /// start.
  public boolean isIdle() {
    return phase instanceof Phase.Idle;
  }

  /// Whether the last look at the repository went through to the rings document.
  public boolean isComplete() {
    return sync.isComplete();
  }

  /// Until when the trusted metadata may be believed: the expiry of its timestamp.
  ///
  /// @return nothing if none was fetched yet
  public Optional<Instant> findFreshUntil() {
    return trust.findTimestamp().map(Timestamp::expires);
  }

  TrustedMetadata trust() {
    return trust;
  }

  Phase phase() {
    return phase;
  }

  Request request() {
    return request;
  }

  Sync sync() {
    return sync;
  }

  RolloutTrace heard() {
    return heard;
  }

  Instant nextRefreshAt() {
    return nextRefreshAt;
  }

  Instant reportedAt() {
    return reportedAt;
  }

  long lastNumber() {
    return lastNumber;
  }
}
