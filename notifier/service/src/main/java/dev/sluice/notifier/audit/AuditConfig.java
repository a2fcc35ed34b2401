package dev.sluice.notifier.audit;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.time.Duration;

/// How much of the audit log every notifier keeps to search in; the topic has the rest.
///
/// @param retention how old an entry gets, at least a day
/// @param limit most entries, 1,000 to 10,000,000; some 500 bytes of disk each
public record AuditConfig(
    @Describe("how long entries of the audit log can be searched") @Default("400d")
        Duration retention,
    @Describe("most entries of the audit log that can be searched, some 500 bytes of disk each")
        @Default("1000000")
        int limit) {
  private static final int LEAST = 1_000;
  private static final int MOST = 10_000_000;

  /// Checks the ranges.
  public AuditConfig {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("retention: expected a day at least, got " + retention);
    }
    if (limit < LEAST || limit > MOST) {
      throw new IllegalArgumentException(
          "limit: expected %d to %d, got %d".formatted(LEAST, MOST, limit));
    }
  }

  /// The defaults.
  public static AuditConfig standard() {
    return new AuditConfig(Duration.ofDays(400), 1_000_000);
  }
}
