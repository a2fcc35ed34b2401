package dev.sluice.program.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A share as people write it, such as `2.5%`.
///
/// @param ppm in millionths, 0 to 1,000,000
public record Share(long ppm) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");
  private static final long WHOLE_PPM = 1_000_000;
  private static final int PERCENT_DIGITS = 4;

  /// Reads one.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static Share parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long ppm = new BigDecimal(form.group(1)).movePointRight(PERCENT_DIGITS).longValueExact();
      if (ppm <= WHOLE_PPM) {
        return new Share(ppm);
      }
    }
    throw new IllegalArgumentException(
        "expected a share like 2.5%, up to 100%, got '" + text + "'");
  }
}
