package dev.sluice.edge.content;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves when it is told to.
public final class FakeClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /// Lets time pass.
  public void advance(Duration duration) {
    now = now.plus(duration);
  }
}
