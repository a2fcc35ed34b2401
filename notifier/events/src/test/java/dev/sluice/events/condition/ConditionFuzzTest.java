package dev.sluice.events.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Conditions of selectors and routes, which people and site documents write.
class ConditionFuzzTest {
  static Stream<byte[]> conditions() {
    return Stream.of(
            "tags.site = 'berlin' AND NOT (hardware IN ['a', 'b'] OR tags.n >= 3.5)",
            "starts_with(device, 'gw-') or is_defined(tags.x)",
            "contains(tags.name, '''') and tags.a != true",
            "version < '1.10'")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("conditions")
  @FuzzTest
  void givenAnyText_whenRead_thenIsAConditionOrSaysWhatWasExpected(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    Condition condition;
    try {
      condition = Condition.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("expected").hasSizeLessThan(4_000);
      return;
    }
    assertThat(Condition.parse(text)).isEqualTo(condition).hasSameHashCodeAs(condition);
    assertThat(Condition.parse(" " + text + "\n")).isEqualTo(condition);
  }
}
