package dev.sluice.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PATHPATTERN of TUF 1.0.34 section 4.5: what a delegated role may vouch for. A pattern that
/// matched more would let a role vouch for another's files (arbitrary software).
class PathPatternTest {
  private static final List<String> PATTERN_PARTS = List.of("a", "b", "*", "?", "/", "**", "*/");
  private static final List<String> PATH_PARTS = List.of("a", "b", "/", "ab", "*", "?");

  @ParameterizedTest
  @CsvSource({
    "products/a/*/*, products/a/1/x, true",
    "products/a/*/*, products/a/1/2/x, false",
    "products/a/*/*, products/b/1/x, false",
    "products/a/*/*, products/a/1, false",
    "products/a/*/*, products/a//x, true",
    "products/a/*/*, products/a/1/, true",
    "products/a/*/*, xproducts/a/1/x, false",
    "products/a/*/*, products/A/1/x, false",
    "*, x, true",
    "*, a/b, false",
    "*, /a, false",
    "*/*, a/b, true",
    "*/*, a/b/c, false",
    "*.tgz, foo.tgz, true",
    "*.tgz, .tgz, true",
    "*.tgz, foo.tgz2, false",
    "*.tgz, foo_tgz, false",
    "*.tgz, a/foo.tgz, false",
    "foo-?.tgz, foo-1.tgz, true",
    "foo-?.tgz, foo-.tgz, false",
    "foo-?.tgz, foo-12.tgz, false",
    "a?b, a/b, false",
    "a*b*c, aXbYbZc, true",
    "a*b*c/d, abcc/d, true",
    "a*b*c/d, abc/abc/d, false",
    "*b, abab, true",
    "*ab?, abababc, true",
    "**, abc, true",
    "**, a/c, false",
    "a, a, true",
    "a, ab, false",
    "[a-z], b, false",
    "[a-z], [a-z], true",
    "'', a, false",
    "a\\*, a\\b, true",
    "é*, éa, true",
  })
  void givenPattern_whenMatching_thenStarStopsAtSlash(
      String pattern, String path, boolean expected) {
    assertThat(PathPattern.matches(pattern, path)).isEqualTo(expected);
  }

  @Test
  void givenEmptyPath_whenMatching_thenOnlyStarsMatch() {
    assertThat(PathPattern.matches("", "")).isTrue();
    assertThat(PathPattern.matches("***", "")).isTrue();
    assertThat(PathPattern.matches("?", "")).isFalse();
    assertThat(PathPattern.matches("/", "")).isFalse();
  }

  @Test
  void givenAnyPattern_whenMatching_thenAgreesWithTheDefinition() {
    Property.check(
        "patterns match as defined",
        20_000,
        seed -> {
          String pattern = text(seed, PATTERN_PARTS);
          String path = text(seed, PATH_PARTS);

          assertThat(PathPattern.matches(pattern, path))
              .as("%s for %s", pattern, path)
              .isEqualTo(isMatch(pattern, path));
        });
  }

  private static String text(Seeded seed, List<String> parts) {
    return String.join("", seed.list(6, s -> s.pick(parts)));
  }

  /// The definition, however long it takes.
  private static boolean isMatch(String pattern, String path) {
    if (pattern.isEmpty()) {
      return path.isEmpty();
    }
    boolean isOther = !path.isEmpty() && path.charAt(0) != '/';
    return switch (pattern.charAt(0)) {
      case '*' ->
          isMatch(pattern.substring(1), path) || (isOther && isMatch(pattern, path.substring(1)));
      case '?' -> isOther && isMatch(pattern.substring(1), path.substring(1));
      default ->
          !path.isEmpty()
              && path.charAt(0) == pattern.charAt(0)
              && isMatch(pattern.substring(1), path.substring(1));
    };
  }

  /// Endless data in another form: patterns over which a matcher that tries everything never ends.
  @ParameterizedTest
  @CsvSource({"*a, b", "*a*, b", "?*, /", "*, /", "a*a, b"})
  void givenHostilePattern_whenMatching_thenEndsSoon(String part, String end) {
    String pattern = part.repeat(1_000) + end;

    assertThat(PathPattern.matches(pattern, "a".repeat(4_000))).isFalse();
  }
}
