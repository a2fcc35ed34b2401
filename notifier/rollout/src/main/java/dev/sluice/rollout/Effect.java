package dev.sluice.rollout;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.signing.RingsPlanned;
import java.time.Instant;

/// What a shell has to do after a step, in the order of the list and after the state is kept.
public sealed interface Effect {
  /// Ask the signer for a new rings document.
  record PlanRings(RingsPlanned event) implements Effect {}

  /// Hint to a ring that there is something to refresh for.
  record AnnounceWave(WaveAnnounced event) implements Effect {}

  /// Tell a ring at once to hold, before anything is signed.
  record AnnounceHalt(RolloutHalted event) implements Effect {}

  /// Write to the audit log.
  record RecordChange(RolloutChanged event) implements Effect {}

  /// Send [RolloutEvent.TimePassed] at this instant or soon after. Replaces an earlier one.
  record ScheduleAt(Instant at) implements Effect {}
}
