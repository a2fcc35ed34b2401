package dev.sluice.tuf.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes that are signed (TUF 1.0.34 section 4.1.1, OLPC canonical JSON): equal documents give
/// equal bytes, and no two different ones do, so that a signature is over one meaning.
class CanonicalJsonTest {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(100_000);

  /// What securesystemslib's `encode_canonical` gives for the same documents.
  record Vector(String document, String canonical) {}

  static List<Vector> vectors() {
    return List.of(
        new Vector("{}", "{}"),
        new Vector("[ ]", "[]"),
        new Vector("[1, 2, 3]", "[1,2,3]"),
        new Vector("\"\"", "\"\""),
        new Vector(
            "{\"b\":1,\"a\":{\"d\":[true,false,null],\"c\":-7}}",
            "{\"a\":{\"c\":-7,\"d\":[true,false,null]},\"b\":1}"),
        new Vector(
            "{\"B\":1,\"a\":2,\"_\":3,\"0\":4,\"\":5}", "{\"\":5,\"0\":4,\"B\":1,\"_\":3,\"a\":2}"),
        new Vector("{\"a\":1,\"ab\":2,\"a\\u0000\":3}", "{\"a\":1,\"a\u0000\":3,\"ab\":2}"),
        // Not RFC 8785: a line feed, as a key in PEM has them, stands as it is.
        new Vector("\"-----BEGIN\\nA\\tB\\u007f\"", "\"-----BEGIN\nA\tB\u007f\""),
        new Vector("\"\\\\ \\\" \\/ \\u00e9 \\ud83d\\ude00\"", "\"\\\\ \\\" / é \ud83d\ude00\""),
        new Vector("-0", "0"),
        new Vector("9223372036854775807", "9223372036854775807"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givenDocument_whenEncoded_thenGivesTheBytesThatOthersSign(Vector vector) throws Exception {
    var value = StrictJson.parse(vector.document().getBytes(StandardCharsets.UTF_8), LIMITS);

    assertThat(new String(CanonicalJson.encode(value), StandardCharsets.UTF_8))
        .isEqualTo(vector.canonical());
  }

  @Test
  void givenOneDocumentWrittenInManyWays_whenEncoded_thenGivesTheSameBytes() {
    Property.check(
        "canonical bytes do not depend on order or white space",
        500,
        seed -> {
          var value = GeneratedJson.object(seed, 4);
          var written = PlainJson.encodeReadable(GeneratedJson.shuffled(seed, value));

          assertThat(CanonicalJson.encode(StrictJson.parse(written, LIMITS)))
              .isEqualTo(CanonicalJson.encode(value));
        });
  }

  @Test
  void givenTwoDifferentDocuments_whenEncoded_thenGiveDifferentBytes() {
    Property.check(
        "canonical bytes tell documents apart",
        500,
        seed -> {
          var value = GeneratedJson.object(seed, 3);
          var other = GeneratedJson.object(seed, 3);

          assertThat(Arrays.equals(CanonicalJson.encode(value), CanonicalJson.encode(other)))
              .isEqualTo(value.equals(other));
        });
  }

  /// Where no control character needs an escape, the canonical form is JSON, and its own canonical
  /// form.
  @Test
  void givenCanonicalBytes_whenReadAndEncodedAgain_thenAreTheSame() {
    Property.check(
        "canonical bytes are stable",
        500,
        seed -> {
          byte[] canonical = CanonicalJson.encode(GeneratedJson.object(seed, 4));
          if (!hasControlCharacter(canonical)) {
            assertThat(CanonicalJson.encode(StrictJson.parse(canonical, LIMITS)))
                .isEqualTo(canonical);
          }
        });
  }

  private static boolean hasControlCharacter(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ') {
        return true;
      }
    }
    return false;
  }
}
