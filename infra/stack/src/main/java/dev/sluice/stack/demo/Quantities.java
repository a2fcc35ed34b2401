package dev.sluice.stack.demo;

import java.time.Duration;
import java.util.Locale;

/// Sizes and times as people read them.
final class Quantities {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Quantities() {}

  /// Decimal units, three significant digits: `934 B`, `10.2 MB`.
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String format =
        unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  static String seconds(Duration duration) {
    return seconds(duration.toMillis() / 1000.0);
  }

  static String times(double times) {
    return String.format(Locale.ROOT, "%.2f times", times);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
