package dev.sluice.program.remote;

import dev.sluice.program.config.DurationText;
import dev.sluice.program.exit.UsageException;
import java.time.Duration;
import java.util.Locale;

/// Times that are given to commands, as configurations have them.
public final class TimeOption {
  private TimeOption() {}

  /// The time.
  ///
  /// @param option that gives it, for the message
  /// @throws UsageException if it is no duration, or less than nothing
  public static Duration parse(String option, String text) {
    try {
      Duration time = DurationText.parse(text.strip().toLowerCase(Locale.ROOT));
      if (time.isNegative()) {
        throw new IllegalArgumentException("expected nothing or more, got '%s'".formatted(text));
      }
      return time;
    } catch (IllegalArgumentException e) {
      throw new UsageException("%s: %s".formatted(option, e.getMessage()), e);
    }
  }
}
