package dev.sluice.cache.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.cache.slice.ByteRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// The values of `Range` and `Cache-Control`: nothing is refused, and nothing outside the object is
/// selected.
class RequestFuzzTest {
  private static final long[] LENGTHS = {0, 1, 100, Long.MAX_VALUE};

  static Stream<byte[]> values() {
    return Stream.of(
            "bytes=0-99",
            "bytes=10-,-5",
            "Bytes = 5-6 ,, 7-7",
            "bytes=3-99999999999999999999",
            "no-cache, max-age=17",
            "max-age=\"3\",MAX-AGE=99999999999")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("values")
  @FuzzTest
  void givenAnyValue_whenRead_thenSelectsWithinTheObject(byte[] bytes) {
    var value = new String(bytes, StandardCharsets.ISO_8859_1);
    requireSound(RangeHeader.parse(value));
    var directives = RequestDirectives.parse(value);
    assertThat(directives.maxAgeLimit()).isBetween(Duration.ZERO, RequestDirectives.ANY_AGE);
    assertThat(RequestDirectives.parse(written(directives))).isEqualTo(directives);
  }

  private static void requireSound(RangeHeader header) {
    assertThat(header.specs()).hasSizeLessThanOrEqualTo(RangeHeader.MAX_RANGES);
    assertThat(header.likelyFirstOffset()).isNotNegative();
    assertThat(RangeHeader.parse(written(header))).isEqualTo(header);
    for (long length : LENGTHS) {
      switch (header.select(length)) {
        case Selection.Part(ByteRange(var start, var end)) -> {
          assertThat(start).isBetween(0L, end - 1);
          assertThat(end).isLessThanOrEqualTo(length);
        }
        case Selection.Whole _ -> {}
        case Selection.Unsatisfiable _ -> assertThat(header.specs()).isNotEmpty();
      }
    }
  }

  /// As a client would have written it (RFC 9110 section 14.1.1).
  private static String written(RangeHeader header) {
    return header.specs().stream()
        .map(
            spec ->
                switch (spec) {
                  case RangeSpec.Bounded(var first, var last) -> first + "-" + last;
                  case RangeSpec.From(var first) -> first + "-";
                  case RangeSpec.Suffix(var length) -> "-" + length;
                })
        .collect(Collectors.joining(",", "bytes=", ""));
  }

  private static String written(RequestDirectives directives) {
    var age =
        directives.maxAgeLimit().equals(RequestDirectives.ANY_AGE)
            ? Optional.<String>empty()
            : Optional.of("max-age=" + directives.maxAgeLimit().toSeconds());
    return Stream.concat(
            directives.noCache() ? Stream.of("no-cache") : Stream.empty(), age.stream())
        .collect(Collectors.joining(", "));
  }
}
