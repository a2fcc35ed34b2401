package dev.sluice.tuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void givenMembersOfEveryKind_whenAskedFor_thenGivesThem() throws Exception {
    var object =
        JsonObject.builder()
            .put("string", "s")
            .put("long", 7)
            .put("boolean", true)
            .put("instant", Instant.parse("2026-11-21T01:02:03Z"))
            .put("digest", Digest.parse(HEX))
            .put("object", JsonObject.empty())
            .put("array", JsonArray.ofStrings(List.of("a")))
            .put("null", new JsonNull())
            .build();

    assertThat(object.requireString("string")).isEqualTo("s");
    assertThat(object.requireLong("long", 7, 7)).isEqualTo(7);
    assertThat(object.requireBoolean("boolean")).isTrue();
    assertThat(object.requireInstant("instant")).isEqualTo(Instant.parse("2026-11-21T01:02:03Z"));
    assertThat(object.requireDigest("digest").hex()).isEqualTo(HEX);
    assertThat(object.requireObject("object").isEmpty()).isTrue();
    assertThat(object.requireArray("array").strings()).containsExactly("a");
    assertThat(object.require("null")).isEqualTo(new JsonNull());
    assertThat(object.has("null")).isTrue();
  }

  /// One accessor, and how its refusal speaks of what it wants.
  record Accessor(String expected, Reader require, Reader find) {
    @Override
    public String toString() {
      return expected;
    }
  }

  @FunctionalInterface
  interface Reader {
    Object read(JsonObject object) throws MalformedJsonException;
  }

  static List<Accessor> accessors() {
    return List.of(
        new Accessor("a string", o -> o.requireString("m"), o -> o.findString("m")),
        new Accessor("an integer", o -> o.requireLong("m"), o -> o.findLong("m")),
        new Accessor("a boolean", o -> o.requireBoolean("m"), o -> o.findBoolean("m")),
        new Accessor("an object", o -> o.requireObject("m"), o -> o.findObject("m")),
        new Accessor("an array", o -> o.requireArray("m"), o -> o.findArray("m")));
  }

  @ParameterizedTest
  @MethodSource("accessors")
  void givenAbsentMember_whenAskedFor_thenOnlyRequireRefuses(Accessor accessor) throws Exception {
    var absent = JsonObject.builder().put("other", 1).build();

    assertThatThrownBy(() -> accessor.require().read(absent))
        .hasMessage("m: expected " + accessor.expected() + ", got nothing");
    assertThat(accessor.find().read(absent).toString()).endsWith("mpty");
  }

  /// `null` is a value of another type, not a way to say "absent".
  @ParameterizedTest
  @MethodSource("accessors")
  void givenMemberOfAnotherType_whenAskedFor_thenBothRefuse(Accessor accessor) {
    List<Json> values =
        List.of(
            new JsonNull(),
            new JsonString("1"),
            new JsonInteger(1),
            new JsonBoolean(true),
            JsonObject.empty(),
            JsonArray.of(List.of()));
    for (Json value : values) {
      if (!value.kind().equals(accessor.expected())) {
        var object = JsonObject.builder().put("m", value).build();

        assertThatThrownBy(() -> accessor.require().read(object))
            .hasMessageStartingWith("m: expected " + accessor.expected());
        assertThatThrownBy(() -> accessor.find().read(object))
            .hasMessageStartingWith("m: expected " + accessor.expected());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2026-11-21", "2026-11-21T01:02:03", "2026-13-21T01:02:03Z", "now", "1"})
  void givenTextThatIsNoMoment_whenAskedForOne_thenRefuses(String text) {
    var object = JsonObject.builder().put("m", text).build();

    assertThatThrownBy(() -> object.requireInstant("m"))
        .hasMessageStartingWith("m: expected a moment in ISO 8601, got ");
    assertThatThrownBy(() -> object.findInstant("m")).isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "upper", "short", "long", "sign"})
  void givenTextThatIsNoDigest_whenAskedForOne_thenRefuses(String kind) {
    String text =
        switch (kind) {
          case "upper" -> HEX.replace('a', 'A');
          case "short" -> HEX.substring(1);
          case "long" -> HEX + "0";
          case "sign" -> "-" + HEX.substring(1);
          default -> kind;
        };
    var object = JsonObject.builder().put("m", text).build();

    assertThatThrownBy(() -> object.requireDigest("m"))
        .hasMessageStartingWith("m: expected a sha256 digest, got ");
    assertThatThrownBy(() -> object.findDigest("m")).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void givenRange_whenAskedForAnInteger_thenBothEndsAreInIt() throws Exception {
    var object = JsonObject.builder().put("m", 5).build();

    assertThat(object.requireLong("m", 5, 5)).isEqualTo(5);
    assertThatThrownBy(() -> object.requireLong("m", 6, 9))
        .hasMessage("m: expected an integer from 6 to 9, got 5");
    assertThatThrownBy(() -> object.requireLong("m", 1, 4))
        .hasMessage("m: expected an integer from 1 to 4, got 5");
  }

  @Test
  void givenArray_whenReadAsOneType_thenNamesTheElementOfAnother() throws Exception {
    var object =
        StrictJson.parseObject(
            "{\"a\":[\"x\",1,{\"b\":[2,\"y\"]}]}".getBytes(StandardCharsets.UTF_8),
            JsonLimits.ofLength(100));
    var array = object.requireArray("a");

    assertThatThrownBy(array::strings).hasMessage("a[1]: expected a string, got an integer");
    assertThatThrownBy(array::longs).hasMessage("a[0]: expected an integer, got a string");
    assertThatThrownBy(array::objects).hasMessage("a[0]: expected an object, got a string");
    assertThatThrownBy(
            () ->
                JsonArray.of(List.of(array.elements().get(2)))
                    .decodeEach(o -> o.requireArray("b").longs()))
        .hasMessage("[0].b[1]: expected an integer, got a string");
  }

  /// A restriction that a reader does not know must not be passed over in a closed document.
  @Test
  void givenUnknownMember_whenClosed_thenIsNamed() throws Exception {
    var object = JsonObject.builder().put("a", 1).put("b", 2).build();

    object.rejectUnknown(Set.of("a", "b", "c"));
    assertThatThrownBy(() -> object.rejectUnknown(Set.of("a")))
        .hasMessage("b: expected no such member, got it");
  }

  @Test
  void givenTwoObjects_whenCompared_thenOrderAndPlaceDoNotCount() throws Exception {
    var first = JsonObject.builder().put("a", 1).put("b", JsonObject.empty()).build();
    var second = JsonObject.builder().put("b", JsonObject.empty()).put("a", 1).build();

    assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
    assertThat(first.requireObject("b")).isEqualTo(JsonObject.empty());
    assertThat(first.requireObject("b").path()).isEqualTo("b");
    assertThat(first).isNotEqualTo(first.without(Set.of("a")));
    assertThat(first.without(Set.of("a")).names()).containsExactly("b");
    assertThat(first.without(Set.of("z"))).isSameAs(first);
  }

  @Test
  void givenBuilderThatGoesOn_whenMoreIsPut_thenTheFirstObjectStaysAsItWas() {
    var builder = JsonObject.builder().put("a", 1);
    var first = builder.build();

    var second = builder.put("b", 2).build();

    assertThat(first.names()).containsExactly("a");
    assertThat(second.names()).containsExactly("a", "b");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put("a", 3));
    assertThatThrownBy(() -> first.members().put("c", new JsonNull()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void givenLoneSurrogate_whenPut_thenIsABug() {
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonString("\ud800"));
    assertThatIllegalArgumentException().isThrownBy(() -> new JsonString("a\udc00\ud800"));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.builder().put("\udfff", 1));
    assertThat(JsonString.isWellFormed("\ud83d\ude00")).isTrue();
  }
}
