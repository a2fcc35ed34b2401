package dev.sluice.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until a test moves it.
///
/// Safe to read from any thread; one thread moves it.
public final class VirtualClock implements InstantSource {
  /// Where a clock starts when a test does not care: a round date with no leap second or time zone
  /// near it.
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private volatile Instant now;

  /// A clock that shows [#START].
  public VirtualClock() {
    this(START);
  }

  /// A clock that shows `start`.
  public VirtualClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /// Moves forward by `step` and returns the new time.
  ///
  /// @throws IllegalArgumentException if `step` is negative; a clock that jumps back is set with
  /// [#set(Instant)]
  public Instant advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("a step forward must not be negative, got " + step);
    }
    var next = now.plus(step);
    now = next;
    return next;
  }

  /// Jumps to `instant`, also backwards: the fault of a wrong clock.
  public void set(Instant instant) {
    now = instant;
  }
}
