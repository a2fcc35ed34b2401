package dev.sluice.cache.request;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// The cache directives of a request that an edge node honours (RFC 9111 section 5.2.1): `no-cache`
/// and `max-age`.
///
/// Others are ignored; so is what cannot be read.
///
/// @param noCache the client was refused what it got: do not repeat it unchecked
/// @param maxAgeLimit the oldest copy that the client wants; [#ANY_AGE] when it does not say
public record RequestDirectives(boolean noCache, Duration maxAgeLimit) {
  /// Longer than any cache lives.
  public static final Duration ANY_AGE = Duration.ofDays(365L * 100);

  private static final RequestDirectives NONE = new RequestDirectives(false, ANY_AGE);
  private static final String MAX_AGE = "max-age=";

  public RequestDirectives {
    if (maxAgeLimit.isNegative()) {
      throw new IllegalArgumentException("a max-age must be 0 or longer, got " + maxAgeLimit);
    }
  }

  /// A plain request.
  public static RequestDirectives none() {
    return NONE;
  }

  /// A request that asks for a checked copy.
  public static RequestDirectives checked() {
    return new RequestDirectives(true, ANY_AGE);
  }

  /// Reads the value of a `Cache-Control` header.
  public static RequestDirectives parse(String value) {
    var noCache = false;
    var maxAgeLimit = ANY_AGE;
    for (var element : value.split(",", -1)) {
      var directive = element.strip().toLowerCase(Locale.ROOT);
      if (directive.equals("no-cache")) {
        noCache = true;
      } else if (directive.startsWith(MAX_AGE)) {
        maxAgeLimit = seconds(directive.substring(MAX_AGE.length())).orElse(maxAgeLimit);
      }
    }
    return new RequestDirectives(noCache, maxAgeLimit);
  }

  private static Optional<Duration> seconds(String text) {
    var digits =
        text.startsWith("\"") && text.endsWith("\"") && text.length() > 1
            ? text.substring(1, text.length() - 1)
            : text;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    // Nine digits are 31 years; more mean the same.
    return Optional.of(digits.length() > 9 ? ANY_AGE : Duration.ofSeconds(Long.parseLong(digits)));
  }
}
