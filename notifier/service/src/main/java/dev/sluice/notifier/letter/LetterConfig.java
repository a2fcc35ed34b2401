package dev.sluice.notifier.letter;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import java.time.Duration;

/// How many dead letters every notifier keeps to search in; the topic has the rest.
///
/// @param retention how old a letter gets, at least a day
/// @param limit most letters, 1,000 to 1,000,000; some kilobytes of disk each
public record LetterConfig(
    @Describe("how long dead letters can be searched and replayed") @Default("400d")
        Duration retention,
    @Describe("most dead letters that can be searched, the newest; some kilobytes of disk each")
        @Default("100000")
        int limit) {
  private static final int LEAST = 1_000;
  private static final int MOST = 1_000_000;

  /// Checks the ranges.
  public LetterConfig {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("retention: expected a day at least, got " + retention);
    }
    if (limit < LEAST || limit > MOST) {
      throw new IllegalArgumentException(
          "limit: expected %d to %d, got %d".formatted(LEAST, MOST, limit));
    }
  }

  /// The defaults.
  public static LetterConfig standard() {
    return new LetterConfig(Duration.ofDays(400), 100_000);
  }
}
