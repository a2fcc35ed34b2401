package dev.sluice.signer.clock;

import dev.sluice.repository.ClockRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Compares our clock with those of our peers. For any number of threads.
public final class ClockCheck {
  private final InstantSource clock;
  private final ClockRule rule;
  private final List<TimeSource> sources;
  private volatile Optional<String> problem = Optional.of("not compared with any other clock yet");

  /// A check of a clock.
  ///
  /// @param limit how far it may be from any of the others
  public ClockCheck(InstantSource clock, Duration limit, List<TimeSource> sources) {
    this.clock = clock;
    this.rule = new ClockRule(limit);
    this.sources = List.copyOf(sources);
  }

  /// Compares now; returns if no peer disagrees.
  ///
  /// @throws ClockException if one does
  /// @throws IOException if one does not answer: what cannot be compared signs nothing
  public void require() throws IOException {
    for (TimeSource source : sources) {
      Instant before = clock.instant();
      Optional<Instant> theirs = source.now();
      Instant after = clock.instant();
      if (theirs.isPresent()) {
        require(source, rule.findDisagreement(before, theirs.get(), after));
      }
    }
    problem = Optional.empty();
  }

  private void require(TimeSource source, Optional<Duration> disagreement) throws ClockException {
    if (disagreement.isPresent()) {
      Duration ahead = disagreement.get();
      String message =
          "clock: expected to be within %d s of %s, got %d s %s; nothing is signed until it is set right"
              .formatted(
                  rule.limit().toSeconds(),
                  source.name(),
                  ahead.abs().toSeconds(),
                  ahead.isNegative() ? "behind" : "ahead");
      problem = Optional.of(message);
      throw new ClockException(message);
    }
  }

  /// Why nothing may be signed, as the last comparison found; empty if all agree.
  public Optional<String> problem() {
    return problem;
  }
}
