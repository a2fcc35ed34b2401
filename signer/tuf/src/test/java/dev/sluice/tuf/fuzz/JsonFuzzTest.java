package dev.sluice.tuf.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.GeneratedJson;
import dev.sluice.tuf.json.Json;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// JSON, which every document of ours is.
class JsonFuzzTest {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(1 << 20);

  static Stream<byte[]> documents() {
    return Stream.concat(
        LongStream.range(0, 8)
            .mapToObj(Seeded::new)
            .map(seed -> PlainJson.encodeReadable(GeneratedJson.object(seed, 4))),
        Stream.of("[1.0,1e3,-0]", "{\"a\":1,\"\\u0061\":2}", "\"\\ud83d\\ude00\\ud800\"")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("documents")
  @FuzzTest
  void givenAnyBytes_whenParsed_thenAreRefusedOrMeanOneThing(byte[] document)
      throws MalformedJsonException {
    Json value;
    try {
      value = StrictJson.parse(document, LIMITS);
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return;
    }
    var again = StrictJson.parse(PlainJson.encode(value), JsonLimits.ofLength(6L << 20));
    assertThat(again).isEqualTo(value);
    assertThat(CanonicalJson.encode(again)).isEqualTo(CanonicalJson.encode(value));
    assertThat(StrictJson.parse(PlainJson.encodeReadable(value), JsonLimits.ofLength(64L << 20)))
        .isEqualTo(value);
  }
}
