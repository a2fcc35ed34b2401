package dev.sluice.edge.upstream;

import dev.sluice.cache.slice.ByteRange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The `Content-Range` of an answer (RFC 9110 section 14.4), as far as an edge node relies on it.
///
/// @param range the bytes that follow
/// @param objectLengthBytes length of the whole object; an unknown one (`*`) is not accepted
record ContentRange(ByteRange range, long objectLengthBytes) {
  private static final Pattern PART = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
  private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

  static Optional<ContentRange> parse(String value) {
    var matcher = PART.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var first = Long.parseLong(matcher.group(1));
    var last = Long.parseLong(matcher.group(2));
    var length = Long.parseLong(matcher.group(3));
    return last < first || last >= length
        ? Optional.empty()
        : Optional.of(new ContentRange(new ByteRange(first, last + 1), length));
  }

  /// The length in the header of a 416 answer.
  static OptionalLong parseUnsatisfied(String value) {
    var matcher = UNSATISFIED.matcher(value);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /// Whether this is what was asked for: same start, and either the same end or the object's.
  boolean answers(ByteRange asked) {
    return range.start() == asked.start()
        && range.end() == Math.min(asked.end(), objectLengthBytes);
  }
}
