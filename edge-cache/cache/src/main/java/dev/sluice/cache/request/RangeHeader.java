package dev.sluice.cache.request;

import dev.sluice.cache.slice.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A `Range` request header (RFC 9110 section 14.2).
///
/// Our choice for several ranges: those that touch or overlap are joined; if one range is left the
/// answer is 206 with it, otherwise the header is ignored and the answer is the whole object.
/// Devices ask for one range at a time, and a server may ignore the header (section 14.2), so
/// `multipart/byteranges` is not worth its code. A header with another unit, a malformed one, and
/// one with more than [#MAX_RANGES] ranges is ignored.
///
/// @param specs the ranges in the order of the header; empty when there is no header or it is
///     ignored
public record RangeHeader(List<RangeSpec> specs) {
  /// More ranges than this are an attack, not a wish (section 14.2 and 17.15).
  public static final int MAX_RANGES = 16;

  private static final String UNIT = "bytes";
  private static final RangeHeader ABSENT = new RangeHeader(List.of());

  public RangeHeader {
    specs = List.copyOf(specs);
  }

  /// No wish: the whole object.
  public static RangeHeader absent() {
    return ABSENT;
  }

  /// Reads the header's value. Every text is accepted: what cannot be understood counts as absent.
  public static RangeHeader parse(String value) {
    var equals = value.indexOf('=');
    if (equals < 0 || !value.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(UNIT)) {
      return ABSENT;
    }
    var specs = new ArrayList<RangeSpec>();
    for (var element : value.substring(equals + 1).split(",", -1)) {
      var text = stripBlanks(element);
      if (text.isEmpty()) {
        continue; // an empty list element counts for nothing (section 5.6.1)
      }
      var spec = parseSpec(text);
      if (spec.isEmpty() || specs.size() == MAX_RANGES) {
        return ABSENT;
      }
      specs.add(spec.get());
    }
    return new RangeHeader(specs);
  }

  /// Measures the ranges against an object.
  public Selection select(long lengthBytes) {
    if (specs.isEmpty()) {
      return new Selection.Whole();
    }
    if (lengthBytes == 0) {
      // A suffix of an empty object is all of it (section 14.1.2), and 206 cannot say "no bytes".
      return specs.stream().anyMatch(s -> s instanceof RangeSpec.Suffix(long n) && n > 0)
          ? new Selection.Whole()
          : new Selection.Unsatisfiable();
    }
    var joined =
        join(specs.stream().map(s -> s.resolve(lengthBytes)).flatMap(Optional::stream).toList());
    return switch (joined.size()) {
      case 0 -> new Selection.Unsatisfiable();
      case 1 -> new Selection.Part(joined.getFirst());
      default -> new Selection.Whole();
    };
  }

  /// Where the first byte of the answer probably stands: the place to start when the object's
  /// length is not known yet. A suffix counts as 0, since only the length tells.
  public long likelyFirstOffset() {
    return specs.stream()
        .mapToLong(
            spec ->
                switch (spec) {
                  case RangeSpec.Bounded(long first, long _) -> first;
                  case RangeSpec.From(long first) -> first;
                  case RangeSpec.Suffix _ -> 0;
                })
        .min()
        .orElse(0);
  }

  private static List<ByteRange> join(List<ByteRange> ranges) {
    var joined = new ArrayList<ByteRange>();
    for (var range : ranges.stream().sorted(Comparator.comparing(ByteRange::start)).toList()) {
      if (!joined.isEmpty() && range.start() <= joined.getLast().end()) {
        var last = joined.removeLast();
        joined.add(new ByteRange(last.start(), Math.max(last.end(), range.end())));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  private static Optional<RangeSpec> parseSpec(String text) {
    var dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    var first = text.substring(0, dash);
    var last = text.substring(dash + 1);
    if (first.isEmpty()) {
      return isNumber(last) ? Optional.of(new RangeSpec.Suffix(number(last))) : Optional.empty();
    }
    if (!isNumber(first)) {
      return Optional.empty();
    }
    if (last.isEmpty()) {
      return Optional.of(new RangeSpec.From(number(first)));
    }
    return isNumber(last) && number(last) >= number(first)
        ? Optional.of(new RangeSpec.Bounded(number(first), number(last)))
        : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// Numbers beyond a long mean "past every end", so the largest long stands for them.
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }

  private static String stripBlanks(String text) {
    var start = 0;
    var end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
