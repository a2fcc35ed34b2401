package dev.sluice.rollout.device;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import java.time.Instant;
import java.util.Comparator;

/// The outcome that counts for a device and a rollout: its latest, by the device's clock.
///
/// A device's clock never goes back between two outcomes, so the order is that in which they came
/// about. It is total, so that confirmations give one outcome in whatever order, and however often,
/// they arrive. That makes this the memory of duplicates too: no other is needed.
///
/// @param rollout which the device confirmed to
/// @param attempt which attempt at it, from 1
/// @param outcome how it ended
/// @param reason why it ended so
/// @param at when, by the device's clock
public record LatestOutcome(
    RolloutId rollout, int attempt, Outcome outcome, OutcomeReason reason, Instant at)
    implements Comparable<LatestOutcome> {
  private static final Comparator<LatestOutcome> ORDER =
      Comparator.comparing(LatestOutcome::at)
          .thenComparing(LatestOutcome::rollout)
          .thenComparingInt(LatestOutcome::attempt)
          .thenComparing(LatestOutcome::outcome);

  /// Whether it says nothing about the release.
  public boolean isInconclusive() {
    return outcome != Outcome.INSTALLED && reason.isOfDevice();
  }

  /// Whether it counts under an attempt: a success always, a failure only if the device has made
  /// that attempt. Until then it is asked again, and waited for.
  public boolean countsUnder(int current) {
    return outcome == Outcome.INSTALLED || attempt >= current;
  }

  /// The outcome that a confirmation reports.
  static LatestOutcome of(Confirmation confirmation) {
    return new LatestOutcome(
        confirmation.rollout(),
        confirmation.attempt(),
        confirmation.outcome(),
        confirmation.reason(),
        confirmation.at());
  }

  @Override
  public int compareTo(LatestOutcome other) {
    return ORDER.compare(this, other);
  }
}
