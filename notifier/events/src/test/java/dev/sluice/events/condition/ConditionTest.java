package dev.sluice.events.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTest {
  private static final ProductName GATEWAY = new ProductName("gateway");
  private static final DeviceFacts DEVICE =
      new DeviceFacts(
          new DeviceId("berlin-17"),
          DeviceAttributes.of(
              Set.of("canary", "site:berlin", "site:hall-3"),
              Map.of("hardware", "b2", "ram", "2048", "os", "5.10", "secure", "TRUE")),
          new TreeMap<>(Map.of(GATEWAY, new Version("1.10.2"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          hardware = 'b2'                                             | TRUE
          attributes.hardware = 'b2'                                  | TRUE
          hardware = 'B2'                                             | FALSE
          hardware != 'a1'                                            | TRUE
          hardware <> 'b2'                                            | FALSE
          hardware IN ['a1', 'b2']                                    | TRUE
          hardware in ['a1']                                          | FALSE
          tags.canary = true                                          | TRUE
          tags.lab = true                                             | UNKNOWN
          NOT tags.lab = true                                         | UNKNOWN
          is_defined(tags.lab)                                        | FALSE
          NOT is_defined(tags.lab)                                    | TRUE
          tags.site = 'hall-3'                                        | TRUE
          tags.site != 'hall-3'                                       | FALSE
          tags.site != 'roof'                                         | TRUE
          starts_with(tags.site, 'hall')                              | TRUE
          ends_with(deviceId, '-17')                                  | TRUE
          contains(deviceId, 'x')                                     | FALSE
          contains(floor, 'x')                                        | UNKNOWN
          ram >= 2048                                                 | TRUE
          ram < 1024.5                                                | FALSE
          hardware < 3                                                | UNKNOWN
          os >= '5.9'                                                 | TRUE
          secure = true                                               | TRUE
          secure = false                                              | FALSE
          hardware = true                                             | UNKNOWN
          version >= 1.9                                              | TRUE
          version < '1.10.3'                                          | TRUE
          version = '1.10.2'                                          | TRUE
          running.gateway > '1.9.9'                                   | TRUE
          running.camera > 1                                          | UNKNOWN
          tags.lab = true OR hardware = 'b2'                          | TRUE
          tags.lab = true AND hardware = 'b2'                         | UNKNOWN
          tags.lab = true AND hardware = 'a1'                         | FALSE
          hardware = 'a1' OR hardware = 'b2' AND ram > 1              | TRUE
          (hardware = 'a1' OR hardware = 'b2') AND ram < 1            | FALSE
          tags.site = 'berlin' AND (hardware IN ['a1','b2'] OR NOT is_defined(tags.lab)) | TRUE
          """)
  void givenDevice_whenAsked_thenAnswers(String text, Truth expected) {
    Condition condition = Condition.parse(text).boundTo(GATEWAY);

    assertThat(condition.truth(DEVICE)).isEqualTo(expected);
    assertThat(condition.selects(DEVICE)).isEqualTo(expected == Truth.TRUE);
  }

  static Stream<List<String>> mistakes() {
    return Stream.of(
        List.of("", "column 1: expected a name (an attribute, tags.NAME", "got the end"),
        List.of("hardware", "column 9: expected =, !=, <, <=, >, >= or IN, got the end"),
        List.of("hardware == 'b2'", "column 11: expected a text in single quotes", "got \"=\""),
        List.of("hardware = b2", "column 12: expected a text in single quotes", "got \"b2\""),
        List.of("hardware = 'b2", "column 12: expected a text", "got \"'\""),
        List.of("hardware = 'b 2'", "column 12: expected a text", "got 'b 2'"),
        List.of("ram > 3GiB", "column 7: expected a text in single quotes", "got \"3GiB\""),
        List.of("hardware = 'b2' ram > 3", "column 17: expected AND, OR or the end, got \"ram\""),
        List.of("(hardware = 'b2'", "column 17: expected AND, OR or ), got the end"),
        List.of("hardware IN 'b2'", "column 13: expected [ and a list of literals"),
        List.of("hardware IN ['b2' 'a1']", "column 19: expected , or ], got 'a1'"),
        List.of("is_define(tags.lab)", "column 1: expected is_defined, starts_with, ends_with"),
        List.of("contains(hardware, 3)", "column 1: expected a text in single quotes"),
        List.of("tags. = true", "column 1: expected a name", "got \"tags.\""),
        List.of("running.UPPER > 1", "column 1: expected a name", "got \"running.UPPER\""),
        List.of("hardware = 'b2' AND ü", "column 21: expected a name", "got \"ü\""),
        List.of("(".repeat(17) + "a = 1", "column 18: expected at most 16 parentheses"),
        List.of("NOT ".repeat(17) + "a = 1", "expected at most 16 parentheses and NOTs"),
        List.of("a IN [" + "1,".repeat(100) + "1]", "expected at most 100 predicates"),
        List.of("a = 1" + " OR a = 1".repeat(100), "expected at most 100 predicates"),
        List.of("a".repeat(2001), "expected a condition of at most 2000 characters, got 2001"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void givenMistake_whenRead_thenSaysWhereWhatWasExpectedAndWhatCame(List<String> example) {
    assertThatThrownBy(() -> Condition.parse(example.getFirst()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(example.subList(1, example.size()).toArray(CharSequence[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "1.9, 1.10, -1",
    "2.0-rc1, 2.0, -1",
    "2.0-rc1, 2.0-rc2, -1",
    "1:1.2.3~rc1-2, 1:1.2.3-1, -1",
    "2.0, 2.0.0, 0",
    "2.0.1, 2.0, 1",
    "v3, v12, -1",
    "1.0.alpha, 1.0.1, -1",
    "b2, b10, -1",
    "10000000000000000000001, 10000000000000000000000, 1"
  })
  void givenTwoTexts_whenCompared_thenInTheOrderOfVersions(String one, String other, int order) {
    assertThat(TextOrder.compare(one, other)).isEqualTo(order);
    assertThat(TextOrder.compare(other, one)).isEqualTo(-order);
  }

  @Test
  void givenConditionAboutVersions_whenNotBound_thenNamesThemAndRefusesToAnswer() {
    Condition condition = Condition.parse("version < 2 AND running.camera > 1 OR hardware = 'b2'");

    assertThat(condition.namesOfWhatRuns()).containsExactly("running.camera", "version");
    assertThatThrownBy(() -> condition.selects(DEVICE)).isInstanceOf(IllegalStateException.class);
    assertThat(condition.boundTo(GATEWAY).selects(DEVICE)).isTrue();
  }

  @Test
  void givenAnyCondition_whenWrittenAndRead_thenTheSame() {
    Property.check(
        "condition-text",
        1_000,
        seed -> {
          Condition condition = condition(seed, 3);

          Condition read = Condition.parse(condition.toString());

          assertThat(read).isEqualTo(condition);
          assertThat(read.toString()).isEqualTo(condition.toString());
          assertThat(read.truth(DEVICE)).isEqualTo(condition.truth(DEVICE));
        });
  }

  @Test
  void givenAnyText_whenRead_thenAConditionOrAMessage() {
    Property.check(
        "condition-mutated",
        1_000,
        seed -> {
          String text = mutated(seed, condition(seed, 3).toString());
          try {
            Condition condition = Condition.parse(text);
            assertThat(Condition.parse(condition.toString())).isEqualTo(condition);
            assertThat(condition.boundTo(GATEWAY).truth(DEVICE)).isNotNull();
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected").hasMessageContaining("got");
          }
        });
  }

  @Test
  void givenUnknownParts_whenNegatedAndDistributed_thenTheLawsOfDeMorganHold() {
    Property.check(
        "condition-laws",
        1_000,
        seed -> {
          Condition one = condition(seed, 2);
          Condition other = condition(seed, 2);

          Truth left = new Condition.Not(new Condition.AllOf(List.of(one, other))).truth(DEVICE);
          Truth right =
              new Condition.AnyOf(List.of(new Condition.Not(one), new Condition.Not(other)))
                  .truth(DEVICE);

          assertThat(left).isEqualTo(right);
        });
  }

  private static String mutated(Seeded seed, String text) {
    int at = seed.size(text.length());
    String piece =
        seed.pick(List.of("", "(", ")", "'", " AND ", "NOT ", "[", ",", "€", "<", "0", "..", "\0"));
    int end = Math.min(text.length(), at + seed.size(6));
    return text.substring(0, at) + piece + text.substring(end);
  }

  private static Condition condition(Seeded seed, int depth) {
    Function<Seeded, Condition> inner = s -> condition(s, depth - 1);
    return switch (depth == 0 ? 3 + seed.size(3) : seed.size(6)) {
      case 0 -> new Condition.AnyOf(List.of(inner.apply(seed), inner.apply(seed)));
      case 1 -> new Condition.AllOf(List.of(inner.apply(seed), inner.apply(seed)));
      case 2 -> new Condition.Not(inner.apply(seed));
      case 3 ->
          new Condition.Comparison(
              name(seed), seed.pick(List.of(Operator.values())), literal(seed));
      case 4 ->
          new Condition.OneOf(name(seed), List.of(literal(seed), literal(seed), literal(seed)));
      case 5 -> new Condition.Defined(name(seed));
      default ->
          new Condition.Search(
              seed.pick(List.of(Condition.Place.values())), name(seed), text(seed));
    };
  }

  private static Name name(Seeded seed) {
    return switch (seed.size(6)) {
      case 0 -> new Name.Tag(seed.pick(List.of("site", "canary", seed.name(20))));
      case 1 -> new Name.Attribute(seed.name(20));
      case 2 ->
          new Name.Attribute(
              seed.pick(List.of("hardware", "ram", "and", "TRUE", "version", "9", "tags.x")));
      case 3 -> new Name.Device();
      default -> new Name.Running(seed.pick(List.of(GATEWAY, new ProductName("camera"))));
    };
  }

  private static Literal literal(Seeded seed) {
    return switch (seed.size(3)) {
      case 0 -> new Literal.Numeral(BigDecimal.valueOf(seed.between(-99_999, 99_999), 2));
      case 1 -> new Literal.Flag(seed.chance(0.5));
      default -> text(seed);
    };
  }

  private static Literal.Text text(Seeded seed) {
    return new Literal.Text(seed.pick(List.of("b2", "berlin", "1.10.2", "+", "true", "2048")));
  }
}
