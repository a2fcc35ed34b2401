package dev.sluice.edge.hub;

import java.time.Duration;

/// How hard a hub tries to have the announced metadata before it forwards an announcement.
///
/// The first refresh is immediate; the announcement goes out after the last in any case.
///
/// @param refreshInterval shortest time between two refreshes for one announcement; up to half of
///     it is added as jitter
/// @param attempts refreshes in all, 1 or more
public record RelayPolicy(Duration refreshInterval, int attempts) {
  /// DESIGN section 4: one forced refresh per 5 s, 5 attempts.
  public static final RelayPolicy DEFAULT = new RelayPolicy(Duration.ofSeconds(5), 5);

  public RelayPolicy {
    if (refreshInterval.isNegative() || attempts < 1) {
      throw new IllegalArgumentException(
          "a relay needs an interval of 0 or longer and 1 attempt or more, got %s and %d"
              .formatted(refreshInterval, attempts));
    }
  }
}
