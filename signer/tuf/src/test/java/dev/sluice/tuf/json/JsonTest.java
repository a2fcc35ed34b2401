package dev.sluice.tuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(10_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,}",
        "[1,]",
        "{\"a\":1}x",
        "{} {}",
        "01",
        "-",
        "1.0",
        "1e3",
        "+1",
        "NaN",
        "Infinity",
        "9223372036854775808",
        "'a'",
        "{a:1}",
        "// c\n1",
        "\"\\ud800\"",
        "\"\\x\"",
        "\"a\nb\"",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}",
        "\ufeff{}"
      })
  void givenLooseJson_whenParsing_thenRefuses(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void givenInvalidUtf8_whenParsing_thenRefuses() {
    byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};

    assertThatThrownBy(() -> StrictJson.parse(overlong, LIMITS))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("the document: expected UTF-8 text, got invalid bytes");
  }

  @Test
  void givenDeepNesting_whenParsing_thenRefusesBeyondTheLimit() throws MalformedJsonException {
    String deepest = "[".repeat(32) + "]".repeat(32);

    assertThat(parse(deepest)).isInstanceOf(JsonArray.class);
    assertThatThrownBy(() -> parse("[" + deepest + "]")).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> parse("{\"a\":".repeat(33) + "1" + "}".repeat(33)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void givenLongDocument_whenParsing_thenRefuses() {
    assertThatThrownBy(() -> StrictJson.parse(new byte[11], JsonLimits.ofLength(10)))
        .hasMessage("the document: expected at most 10 bytes, got 11 bytes");
  }

  @Test
  void givenTypedAccess_whenMemberIsWrong_thenNamesPathExpectationAndFact() throws Exception {
    var object = (JsonObject) parse("{\"a\":{\"b\":[{\"c\":1}],\"d\":null,\"n\":7}}");
    var inner = object.requireObject("a");

    assertThatThrownBy(() -> inner.requireArray("b").decodeEach(o -> o.requireString("c")))
        .hasMessage("a.b[0].c: expected a string, got 1");
    assertThatThrownBy(() -> inner.requireString("x"))
        .hasMessage("a.x: expected a string, got nothing");
    assertThatThrownBy(() -> inner.findString("d")).hasMessage("a.d: expected a string, got null");
    assertThatThrownBy(() -> inner.requireLong("n", 8, 9))
        .hasMessage("a.n: expected an integer from 8 to 9, got 7");
    assertThatThrownBy(() -> inner.rejectUnknown(Set.of("b", "d")))
        .hasMessage("a.n: expected no such member, got it");
    assertThat(inner.findString("x")).isEmpty();
  }

  @Test
  void givenValue_whenEncodedCanonically_thenOrderedAndRaw() throws MalformedJsonException {
    var value = parse("{\"b\":[1, -2, true, null],\"\\u00e9\":\"\\n\\t\\\"\\\\é\",\"B\":{}}");

    assertThat(new String(CanonicalJson.encode(value), StandardCharsets.UTF_8))
        .isEqualTo("{\"B\":{},\"b\":[1,-2,true,null],\"é\":\"\n\t\\\"\\\\é\"}");
  }

  @Test
  void givenNamesBeyondTheBasicPlane_whenEncodedCanonically_thenOrderedByCodePoint() {
    var value = JsonObject.builder().put("\ud83d\ude00", 1).put("\uffff", 2).build();

    assertThat(new String(CanonicalJson.encode(value), StandardCharsets.UTF_8))
        .isEqualTo("{\"\uffff\":2,\"\ud83d\ude00\":1}");
  }

  @Test
  void givenPlainJson_whenParsedAgain_thenEqual() throws MalformedJsonException {
    var value =
        JsonObject.builder()
            .put("text", "\u0001 \n \" \\ é \ud83d\ude00")
            .put("list", JsonArray.ofStrings(List.of("a", "b")))
            .put("empty", JsonObject.empty())
            .put("number", Long.MIN_VALUE)
            .build();

    assertThat(StrictJson.parse(PlainJson.encode(value), LIMITS)).isEqualTo(value);
    assertThat(StrictJson.parse(PlainJson.encodeReadable(value), LIMITS)).isEqualTo(value);
  }

  private static Json parse(String text) throws MalformedJsonException {
    return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }
}
