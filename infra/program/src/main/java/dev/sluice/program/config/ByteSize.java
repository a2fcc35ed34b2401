package dev.sluice.program.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number of bytes as people write it: `512`, `64KiB`, `1.5GiB`, `20GB`.
///
/// @param bytes not negative
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([KMGT]i?B|B)?");
  private static final String PREFIXES = "KMGT";

  /// Checks that it is not negative.
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("expected a size of at least 0 bytes, got " + bytes);
    }
  }

  /// Reads a size.
  ///
  /// @throws IllegalArgumentException if the text is no size, or no whole number of bytes
  public static ByteSize parse(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "expected a size like 64KiB, 20GiB or 500MB, got '%s'".formatted(text));
    }
    try {
      return new ByteSize(
          new BigDecimal(form.group(1)).multiply(unit(form.group(2))).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected a whole number of bytes below 8 EiB, got '%s'".formatted(text), e);
    }
  }

  private static BigDecimal unit(@Nullable String unit) {
    if (unit == null || unit.equals("B")) {
      return BigDecimal.ONE;
    }
    int base = unit.length() == 3 ? 1024 : 1000;
    return BigDecimal.valueOf(base).pow(PREFIXES.indexOf(unit.charAt(0)) + 1);
  }

  /// In the largest binary unit that divides it.
  @Override
  public String toString() {
    var units = new String[] {"", "KiB", "MiB", "GiB", "TiB"};
    long value = bytes;
    int unit = 0;
    while (unit < 4 && value >= 1024 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%d%s", value, units[unit]);
  }
}
