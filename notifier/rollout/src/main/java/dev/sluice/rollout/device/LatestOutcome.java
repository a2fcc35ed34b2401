package dev.sluice.rollout.device;

import dev.sluice.events.Confirmation;
import dev.sluice.events.Outcome;
import dev.sluice.events.OutcomeReason;
import java.time.Instant;
import java.util.Comparator;

/// The outcome that counts for a device and product: that of the highest release counter, and of
/// several for one counter the latest by the device's clock.
///
/// The order is total, so that confirmations give one outcome in whatever order, and however often,
/// they arrive. That makes this the memory of duplicates too: no other is needed.
///
/// @param counter of the release and its rollout
/// @param outcome how it ended
/// @param reason why it ended so
/// @param at when, by the device's clock, which never goes back
public record LatestOutcome(long counter, Outcome outcome, OutcomeReason reason, Instant at)
    implements Comparable<LatestOutcome> {
  private static final Comparator<LatestOutcome> ORDER =
      Comparator.comparingLong(LatestOutcome::counter)
          .thenComparing(LatestOutcome::at)
          .thenComparing(LatestOutcome::outcome);

  /// Whether it says nothing about the release.
  public boolean isInconclusive() {
    return outcome != Outcome.INSTALLED && reason.isOfDevice();
  }

  /// The outcome that a confirmation reports.
  static LatestOutcome of(Confirmation confirmation) {
    return new LatestOutcome(
        confirmation.rollout().counter(),
        confirmation.outcome(),
        confirmation.reason(),
        confirmation.at());
  }

  @Override
  public int compareTo(LatestOutcome other) {
    return ORDER.compare(this, other);
  }
}
