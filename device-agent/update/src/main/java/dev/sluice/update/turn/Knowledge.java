package dev.sluice.update.turn;

import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.UpdateMemory;
import java.time.Instant;

/// What the machine knows, whatever it is doing.
///
/// @param memory what survives a power cut
/// @param trust the metadata that it believes
/// @param sync how well it knows what it shall run
/// @param heard the trace that the latest announcement told of
/// @param reportedAt when it last sent a report
public record Knowledge(
    UpdateMemory memory, TrustedMetadata trust, Sync sync, RolloutTrace heard, Instant reportedAt) {
  /// What an agent knows that has just been started.
  public static Knowledge starting(UpdateMemory memory, TrustedMetadata trust) {
    return new Knowledge(memory, trust, Sync.NEVER, new RolloutTrace.Nothing(), Instant.MIN);
  }

  /// Version of the timestamp that is believed; 0 if none was fetched yet.
  public long timestampVersion() {
    return trust.findTimestamp().map(Timestamp::version).orElse(0L);
  }

  Knowledge withMemory(UpdateMemory next) {
    return new Knowledge(next, trust, sync, heard, reportedAt);
  }

  Knowledge withTrust(TrustedMetadata next) {
    return new Knowledge(memory, next, sync, heard, reportedAt);
  }

  Knowledge withSync(Sync next) {
    return new Knowledge(memory, trust, next, heard, reportedAt);
  }

  Knowledge withHeard(RolloutTrace next) {
    return new Knowledge(memory, trust, sync, next, reportedAt);
  }

  Knowledge withReportedAt(Instant next) {
    return new Knowledge(memory, trust, sync, heard, next);
  }
}
