package dev.sluice.program.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// Durations as people write them: `500ms`, `10m`, `90d`, or as ISO 8601 has them.
public final class DurationText {
  /// No limit of ours is longer, and its nanoseconds fit into a `long`.
  public static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  private DurationText() {}

  /// The duration.
  ///
  /// @throws IllegalArgumentException if it is none, or longer than [#LONGEST]
  public static Duration parse(String text) {
    try {
      Duration duration = read(text);
      if (duration.abs().compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "expected %d days at most, got '%s'".formatted(LONGEST.toDays(), text));
      }
      return duration;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected a duration like 500ms, 10m or PT10M, got '%s'".formatted(text), e);
    }
  }

  private static Duration read(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Duration.parse(text);
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
