package dev.sluice.release.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Sets of feature flags, which a publisher uploads and a device rewrites.
class FlagsFuzzTest {
  static Stream<byte[]> documents() {
    return Stream.of(
            "{}",
            "{\"new-checkout\": true, \"theme\": \"dark\", \"search.limit\": 50}",
            "{\"a\":false,\"b\":-1,\"c\":\"\\u0000\\ud83d\\ude00\"}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("documents")
  @FuzzTest
  void givenAnyBytes_whenRead_thenAreRefusedOrEverySwitchCanBeSwitchedOff(byte[] document)
      throws MalformedJsonException {
    FlagsDocument flags;
    try {
      flags = FlagsDocument.decode(document);
    } catch (MalformedJsonException e) {
      assertThat(e.getMessage()).contains(": expected ").hasSizeLessThan(4_000);
      return;
    }
    assertThat(FlagsDocument.decode(PlainJson.encode(flags.flags()))).isEqualTo(flags);
    assertThat(FlagsDocument.switchedOff(document, Set.of())).isEqualTo(document);
    var off = FlagsDocument.decode(FlagsDocument.switchedOff(document, flags.switches()));
    assertThat(off.switches()).isEqualTo(flags.switches());
    assertThat(off.switchedOff(flags.switches())).isEqualTo(off);
  }
}
