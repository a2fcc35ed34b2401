package dev.sluice.edge.content;

import java.time.Duration;

/// How much a cache does at a time, and how long a reader waits.
///
/// @param maxFills most fetches from upstream under way at a time; further ones wait
/// @param readerWait longest time that a reader waits for one slice; the fetch goes on without it
public record CacheLimits(int maxFills, Duration readerWait) {
  /// 64 fetches fill any uplink of a site; a minute is what HTTP clients commonly wait.
  public static final CacheLimits DEFAULT = new CacheLimits(64, Duration.ofSeconds(60));

  public CacheLimits {
    if (maxFills < 1 || readerWait.isNegative() || readerWait.isZero()) {
      throw new IllegalArgumentException(
          "a cache needs 1 fetch or more at a time and a wait above 0, got %d and %s"
              .formatted(maxFills, readerWait));
    }
  }
}
