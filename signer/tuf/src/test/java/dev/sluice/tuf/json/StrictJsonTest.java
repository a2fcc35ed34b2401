package dev.sluice.tuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sluice.testkit.Property;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// There is one way to understand a document, and reading it costs no more than its length
/// (endless data).
class StrictJsonTest {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(100_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "{\"a\":1}x",
        "{} {}",
        "01",
        "-",
        "--1",
        "1.0",
        "-0.0",
        "1e3",
        "1E0",
        "+1",
        ".5",
        "5.",
        "NaN",
        "Infinity",
        "-Infinity",
        "0x10",
        "nul",
        "True",
        "'a'",
        "{a:1}",
        "{1:1}",
        "// c\n1",
        "/* c */1",
        "# c\n1",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}",
        "\"\\x\"",
        "\"\\u12\"",
        "\"a\nb\"",
        "\"a\u0000b\"",
        "\"a",
        "\ufeff{}"
      })
  void givenLooseJson_whenParsing_thenRefuses(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(": expected ");
  }

  /// Two readers that each take another one of two members see two documents under one signature.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"a\":1}                  | a",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}    | a.b",
        "{\"\":1,\"\":null}                 | the document",
        "[{\"a\":[{\"b\":1,\"c\":2,\"b\":3}]}] | [0].a[0].b",
      })
  void givenMemberTwice_whenParsing_thenRefusesAndNamesIt(String text, String path) {
    assertThatThrownBy(() -> parse(text))
        .hasMessage(path + ": expected one member of this name, got a duplicate");
  }

  @Test
  void givenOneNameInSeveralObjects_whenParsing_thenIsNoDuplicate() throws Exception {
    assertThat(parse("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]},\"A\":3}"))
        .isInstanceOf(JsonObject.class);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, true",
    "-9223372036854775808, true",
    "9223372036854775808, false",
    "-9223372036854775809, false",
    "99999999999999999999999999999999, false",
    "999999999999999999999999999999999999999999999999999, false",
  })
  void givenLargeNumber_whenParsing_thenOnlySixtyFourBitsAreOne(String text, boolean fits)
      throws Exception {
    if (fits) {
      assertThat(parse(text)).isEqualTo(new JsonInteger(Long.parseLong(text)));
    } else {
      assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "ff", "80", "eda080", "f4908080", "c3", "e282"})
  void givenInvalidUtf8_whenParsing_thenRefuses(String hex) {
    byte[] inString = ("\"" + "x".repeat(hex.length() / 2) + "\"").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(HexFormat.of().parseHex(hex), 0, inString, 1, hex.length() / 2);

    assertThatThrownBy(() -> StrictJson.parse(inString, LIMITS))
        .hasMessage("the document: expected UTF-8 text, got invalid bytes");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, true", "1, 2, false", "32, 32, true", "32, 33, false", "512, 512, true"})
  void givenNesting_whenParsing_thenRefusesBeyondTheLimit(int limit, int depth, boolean fits)
      throws Exception {
    var limits = new JsonLimits(100_000, limit);
    for (byte[] document : nested(depth)) {
      if (fits) {
        assertThat(StrictJson.parse(document, limits))
            .isInstanceOfAny(JsonArray.class, JsonObject.class);
      } else {
        assertThatThrownBy(() -> StrictJson.parse(document, limits))
            .hasMessageContaining("expected no deeper nesting");
      }
    }
  }

  /// Deeper than any stack: refused by the limit before the stack overflows.
  @Test
  void givenNestingBeyondEveryStack_whenParsing_thenRefuses() {
    for (byte[] document : nested(1_000_000)) {
      assertThatThrownBy(() -> StrictJson.parse(document, new JsonLimits(10_000_000, 512)))
          .isInstanceOf(MalformedJsonException.class);
    }
  }

  private static byte[][] nested(int depth) {
    return new byte[][] {
      ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8),
      ("{\"a\":".repeat(depth - 1) + "{" + "}".repeat(depth)).getBytes(StandardCharsets.UTF_8)
    };
  }

  @Test
  void givenLength_whenParsing_thenTheLimitIsStillAllowed() throws Exception {
    byte[] document = "[1,2,3]".getBytes(StandardCharsets.UTF_8);

    assertThat(StrictJson.parse(document, JsonLimits.ofLength(7))).isInstanceOf(JsonArray.class);
    assertThatThrownBy(() -> StrictJson.parse(document, JsonLimits.ofLength(6)))
        .hasMessage("the document: expected at most 6 bytes, got 7 bytes");
  }

  @Test
  void givenLimitsOutOfRange_whenMade_thenIsABug() {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonLimits.ofLength(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonLimits(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonLimits(1, 513));
  }

  /// A refusal is logged: it must not be as long as what was refused.
  @Test
  void givenLongNamesAndValues_whenRefused_thenTheMessageIsShort() {
    String name = "n".repeat(10_000);
    String digits = "1".repeat(30);

    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> parse("{\"" + name + "\":{\"" + name + "\":" + digits + "}}"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).contains("…"));
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> parse("\"" + name))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  /// Names of 64 characters on 30 levels, and below them many elements: what these are called in
  /// messages must not cost a thousand times what the document does.
  @Test
  void givenManyElementsBelowALongPath_whenParsing_thenTakesMemoryInProportion() throws Exception {
    String name = "n".repeat(64);
    byte[] document =
        (("{\"" + name + "\":").repeat(30) + "[" + "0,".repeat(100_000) + "0]" + "}".repeat(30))
            .getBytes(StandardCharsets.UTF_8);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(StrictJson.parse(document, JsonLimits.ofLength(5_000_000)))
        .isInstanceOf(JsonObject.class);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(250L * document.length);
  }

  @Test
  void givenAnyValue_whenWrittenAndParsed_thenIsTheSame() {
    Property.check(
        "JSON that is written is read",
        1_000,
        seed -> {
          var value = GeneratedJson.value(seed, 4);

          assertThat(StrictJson.parse(PlainJson.encode(value), LIMITS)).isEqualTo(value);
          assertThat(StrictJson.parse(PlainJson.encodeReadable(value), LIMITS)).isEqualTo(value);
        });
  }

  @Test
  void givenAnyDocumentWithOneByteChanged_whenParsed_thenIsRefusedOrReadAsItStands() {
    Property.check(
        "a changed byte of JSON is seen",
        2_000,
        seed -> {
          var value = GeneratedJson.object(seed, 3);
          byte[] changed = seed.withFlippedBit(PlainJson.encode(value));

          try {
            // Only white space and the sign of zero can be written in two ways.
            assertThat(StrictJson.parse(changed, LIMITS)).isNotEqualTo(value);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining(": expected ");
          }
        });
  }

  private static Json parse(String text) throws MalformedJsonException {
    return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }
}
