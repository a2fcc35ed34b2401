package dev.sluice.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Request targets: one that is served is a plain path below one of the folders, under one name
/// (path traversal, two cache keys for one object).
class ObjectPathFuzzTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  static Stream<byte[]> targets() {
    return Stream.of(
            "/metadata/timestamp.json",
            "/metadata/1.root.json",
            "/metadata/3.product.kafka%2dclients.json",
            "/targets/products/p/1.0%2Bx/" + HEX + ".app.jar",
            "/targets/%2e%2e/" + HEX + ".a",
            // Once read as "O": a digit that is none counted as -1.
            "/targets/%5g/" + HEX + ".a",
            "/patches/" + HEX,
            "/slices/" + HEX)
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("targets")
  @FuzzTest
  void givenAnyTarget_whenRead_thenIsRefusedOrOnePlainPath(byte[] bytes) {
    var target = new String(bytes, StandardCharsets.ISO_8859_1);
    var path = ObjectPath.parse(target);
    if (path.isPresent()) {
      var value = path.get().value();
      assertThat(value)
          .matches("(metadata|targets|patches|slices)/[!-~]+")
          .hasSizeLessThanOrEqualTo(ObjectPath.MAX_LENGTH);
      assertThat("/" + value + "/").doesNotContain("/../", "/./", "//", "\\", "?", "#");
      assertThat(ObjectPath.of(value)).isEqualTo(path);
      assertThat(ObjectPath.parse("/" + value.replace("%", "%25"))).isEqualTo(path);
      assertThat(path.get().digest().map(digest -> value.contains(digest.hex())).orElse(true))
          .isTrue();
      assertThat(path.get().content()).isNotNull();
      requireWellFormedEscapes(target);
    }
  }

  /// RFC 3986 section 2.1: a percent sign and two hexadecimal digits.
  private static void requireWellFormedEscapes(String target) {
    assertThat(target.replaceAll("%[0-9A-Fa-f]{2}", "")).doesNotContain("%");
  }
}
