package dev.sluice.signer.clock;

import dev.sluice.repository.ClockRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Compares our clock with those of our peers, and with itself. For any number of threads.
public final class ClockCheck {
  private final InstantSource clock;
  private final LongSupplier steadyNanos;
  private final ClockRule rule;
  private final Duration longestLeap;
  private final List<TimeSource> sources;
  private volatile Optional<String> problem = Optional.of("not compared with any other clock yet");
  private Instant lastInstant;
  private long lastNanos;

  /// A check of a clock.
  ///
  /// @param limit how far it may be from any of the others
  /// @param longestLeap how far it may leap ahead while this runs: the life of what was signed
  ///     last. Peers of one machine leap together, and agree
  public ClockCheck(
      InstantSource clock, Duration limit, Duration longestLeap, List<TimeSource> sources) {
    this(clock, System::nanoTime, limit, longestLeap, sources);
  }

  ClockCheck(
      InstantSource clock,
      LongSupplier steadyNanos,
      Duration limit,
      Duration longestLeap,
      List<TimeSource> sources) {
    this.clock = clock;
    this.steadyNanos = steadyNanos;
    this.rule = new ClockRule(limit);
    this.longestLeap = longestLeap;
    this.sources = List.copyOf(sources);
    this.lastInstant = clock.instant();
    this.lastNanos = steadyNanos.getAsLong();
  }

  /// Compares now; returns if no peer disagrees, one at least tells the time, and the clock has not
  /// leapt.
  ///
  /// @throws ClockException if not
  /// @throws IOException if a peer does not answer: what cannot be compared signs nothing
  public void require() throws IOException {
    requireNoLeap();
    boolean isCompared = false;
    for (TimeSource source : sources) {
      Instant before = clock.instant();
      Optional<Instant> theirs = source.now();
      Instant after = clock.instant();
      if (theirs.isPresent()) {
        isCompared = true;
        require(source, rule.findDisagreement(before, theirs.get(), after));
      }
    }
    if (!isCompared) {
      throw refuse(
          "clock: expected the time of %s, got none; nothing is signed until a peer tells it"
              .formatted(
                  sources.stream().map(TimeSource::name).collect(Collectors.joining(" or "))));
    }
    problem = Optional.empty();
  }

  /// A clock that was set wrong while this ran is not believed again before a person has looked;
  /// one set back to where it belongs is.
  private synchronized void requireNoLeap() throws ClockException {
    Instant now = clock.instant();
    long nanos = steadyNanos.getAsLong();
    Instant expected = lastInstant.plusNanos(nanos - lastNanos);
    if (Duration.between(expected, now).compareTo(longestLeap) > 0) {
      throw refuse(
          "clock: expected about %s, as %d s have passed since it was %s, got %s; nothing is signed until it is set right, or until a restart if it is right"
              .formatted(
                  expected.truncatedTo(ChronoUnit.SECONDS),
                  (nanos - lastNanos) / 1_000_000_000,
                  lastInstant.truncatedTo(ChronoUnit.SECONDS),
                  now.truncatedTo(ChronoUnit.SECONDS)));
    }
    lastInstant = now;
    lastNanos = nanos;
  }

  private void require(TimeSource source, Optional<Duration> disagreement) throws ClockException {
    if (disagreement.isPresent()) {
      Duration ahead = disagreement.get();
      throw refuse(
          "clock: expected to be within %d s of %s, got %d s %s; nothing is signed until it is set right"
              .formatted(
                  rule.limit().toSeconds(),
                  source.name(),
                  ahead.abs().toSeconds(),
                  ahead.isNegative() ? "behind" : "ahead"));
    }
  }

  private ClockException refuse(String message) {
    problem = Optional.of(message);
    return new ClockException(message);
  }

  /// Why nothing may be signed, as the last comparison found; empty if all agree.
  public Optional<String> problem() {
    return problem;
  }
}
