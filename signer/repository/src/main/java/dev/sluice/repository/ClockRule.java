package dev.sluice.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a clock may be trusted with a signature, by what a peer's clock says.
///
/// A document signed by a clock that is hours ahead makes devices believe it, and refuse everything
/// that is signed afterwards.
///
/// @param limit how far the two may be apart
public record ClockRule(Duration limit) {
  /// How far our clock is from a peer's, if that is too far.
  ///
  /// @param asked what ours said when the peer was asked
  /// @param theirs what the peer said
  /// @param answered what ours said when the answer was there
  /// @return positive if ours is ahead; empty if they agree
  public Optional<Duration> findDisagreement(Instant asked, Instant theirs, Instant answered) {
    Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
    Duration ahead = Duration.between(theirs, ours);
    return ahead.abs().compareTo(limit) > 0 ? Optional.of(ahead) : Optional.empty();
  }
}
