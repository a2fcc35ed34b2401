package dev.sluice.release.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlagsDocumentTest {
  private static final String FLAGS =
      "{\"new-checkout\": true, \"theme\": \"dark\", \"search.limit\": 50}";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void givenFlagsOfEachKind_whenDecoded_thenHasTheirNames() throws Exception {
    assertThat(FlagsDocument.decode(bytes(FLAGS)).flags().names())
        .containsExactlyInAnyOrder("new-checkout", "theme", "search.limit");
  }

  @Test
  void givenFlags_whenSwitchedOff_thenOnlyThoseWithABooleanAreOffAndTheRestIsAsReleased()
      throws Exception {
    byte[] released = bytes(FLAGS);
    var off = Set.of(new FlagName("new-checkout"), new FlagName("theme"), new FlagName("gone"));

    var read = FlagsDocument.decode(FlagsDocument.switchedOff(released, off));

    assertThat(FlagsDocument.decode(released).switches())
        .containsExactly(new FlagName("new-checkout"));
    assertThat(read.flags())
        .isEqualTo(
            JsonObject.builder()
                .put("new-checkout", false)
                .put("theme", "dark")
                .put("search.limit", 50)
                .build());
  }

  @Test
  void givenNothingThatChanges_whenSwitchedOff_thenIsTheReleaseByteForByte() throws Exception {
    byte[] released = bytes("{ \"old\" : false }");

    assertThat(FlagsDocument.switchedOff(released, Set.of())).isEqualTo(released);
    assertThat(FlagsDocument.switchedOff(released, Set.of(new FlagName("old"))))
        .isEqualTo(released);
    assertThatThrownBy(() -> FlagsDocument.switchedOff(bytes("{\"a\": []}"), Set.of()))
        .isInstanceOf(MalformedJsonException.class);
  }

  record Refused(String document, String message) {}

  static List<Refused> refused() {
    return List.of(
        new Refused("", "a JSON document"),
        new Refused("[]", "an object"),
        new Refused("{\"a\": null}", "a: expected true, false, a string or a whole number"),
        new Refused("{\"a\": {}}", "nesting"),
        new Refused("{\"a\": [1]}", "nesting"),
        new Refused("{\"a\": 0.5}", "a: expected an integer"),
        new Refused("{\"a\": true, \"a\": false}", "a duplicate"),
        new Refused("{\"a b\": true}", "a flag name"),
        new Refused("{\"\": true}", "a flag name"),
        new Refused("{\"a\": true} x", "Unrecognized token"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void givenDocumentWithOneMistake_whenDecoded_thenNamesIt(Refused refused) {
    assertThatThrownBy(() -> FlagsDocument.decode(bytes(refused.document())))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(refused.message());
  }

  @Test
  void givenDamagedDocument_whenDecoded_thenOnlyTheDocumentedRefusalComesOut() {
    Property.check(
        "damaged flag documents are refused as documented",
        1_000,
        seed -> {
          try {
            var decoded = FlagsDocument.decode(Mutations.mutate(seed, bytes(FLAGS)));
            assertThat(decoded.flags().names()).allMatch(FlagName::isValid);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        });
  }
}
