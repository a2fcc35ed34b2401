package dev.sluice.publisher.command;

import dev.sluice.program.exit.UsageException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how long to wait.
final class Timeouts {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  private Timeouts() {}

  /// @param text such as `90s`; blank gives the default
  /// @throws UsageException if it is something else
  static Duration parse(String text, Duration defaultValue) {
    if (text.isBlank()) {
      return defaultValue;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new UsageException("timeout: expected one like 90s or 10m, got \"" + text + "\"");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
