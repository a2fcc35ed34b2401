package dev.sluice.update;

import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.turn.Knowledge;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The whole state of the machine. Only [#memory()] survives a restart; the trusted metadata is
/// built again from its stored files, and everything else is found out again.
public final class UpdateState {
  private final Knowledge known;
  private final Activity activity;
  private final long lastNumber;

  UpdateState(Knowledge known, Activity activity, long lastNumber) {
    this.known = known;
    this.activity = activity;
    this.lastNumber = lastNumber;
  }

  /// The state of an agent that has just been started and has seen no event yet.
  ///
  /// @param memory what was stored, or [UpdateMemory#empty()]
  /// @param trust what the stored metadata files are worth, at least the trust anchor
  public static UpdateState starting(UpdateMemory memory, TrustedMetadata trust) {
    return new UpdateState(Knowledge.starting(memory, trust), new Activity.New(), 0);
  }

  /// What survives a restart.
  public UpdateMemory memory() {
    return known.memory();
  }

  /// What the phase is called in logs, such as `idle` or `fetching-slice`.
  public String phaseName() {
    return activity
        .stateType()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  /// Whether nothing is under way: the next thing to happen is a refresh, an announcement or a
  /// start.
  public boolean isIdle() {
    return activity instanceof Activity.Idle;
  }

  /// Whether the last look at the repository went through to the rings document.
  public boolean isComplete() {
    return known.sync().isComplete();
  }

  /// Until when the trusted metadata may be believed: the expiry of its timestamp.
  ///
  /// @return nothing if none was fetched yet
  public Optional<Instant> findFreshUntil() {
    return known.trust().findTimestamp().map(Timestamp::expires);
  }

  Knowledge known() {
    return known;
  }

  Activity activity() {
    return activity;
  }

  long lastNumber() {
    return lastNumber;
  }
}
