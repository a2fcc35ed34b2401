package dev.sluice.cache.freshness;

import java.util.HexFormat;
import java.util.Optional;

/// Percent-decoding of a request path (RFC 3986 section 2.1), once, to printable ASCII only.
///
/// An encoded slash is refused: after decoding it could not be told from a real one.
final class PercentEncoding {
  private PercentEncoding() {}

  static Optional<String> decode(String text) {
    var decoded = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c != '%') {
        decoded.append(c);
        continue;
      }
      if (i + 2 >= text.length()) {
        return Optional.empty();
      }
      if (!HexFormat.isHexDigit(text.charAt(i + 1)) || !HexFormat.isHexDigit(text.charAt(i + 2))) {
        return Optional.empty();
      }
      var code = HexFormat.fromHexDigits(text, i + 1, i + 3);
      if (code <= ' ' || code >= 0x7f || code == '/') {
        return Optional.empty();
      }
      decoded.append((char) code);
      i += 2;
    }
    return Optional.of(decoded.toString());
  }
}
