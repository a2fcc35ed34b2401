package dev.sluice.cache.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.request.RequestDirectives;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // path, held, age, asked, directives, decision
    "patches/HEX, nothing, 0, 0, '', FETCH",
    "patches/HEX, content, 999999, 999999, '', SERVE",
    "patches/HEX, content, 999999, 999999, max-age=0, SERVE",
    "patches/HEX, content, 0, 0, no-cache, VERIFY",
    "metadata/1.root.json, content, 9999, 9999, '', SERVE",
    "metadata/2.root.json, absence, 59, 59, '', SERVE",
    "metadata/2.root.json, absence, 60, 60, '', FETCH",
    "metadata/2.root.json, absence, 1, 1, no-cache, FETCH",
    "metadata/2.root.json, absence, 0, 0, no-cache, SERVE",
    "metadata/2.root.json, absence, -5, -5, '', FETCH",
    "patches/HEX, absence, 0, 0, '', FETCH",
    "metadata/timestamp.json, nothing, 0, 0, '', FETCH",
    "metadata/timestamp.json, content, 59, 59, '', SERVE",
    "metadata/timestamp.json, content, 60, 60, '', REVALIDATE",
    "metadata/timestamp.json, content, 5, 5, max-age=5, REVALIDATE",
    "metadata/timestamp.json, content, 4, 4, max-age=5, SERVE",
    "metadata/timestamp.json, content, 90, 0, '', SERVE",
    "metadata/timestamp.json, content, 5, 5, no-cache, REVALIDATE",
    "metadata/timestamp.json, content, 0, 0, no-cache, VERIFY",
    "metadata/timestamp.json, content, -90, -90, '', REVALIDATE",
  })
  void givenRowOfTheTable_whenDeciding_thenFollowsIt(
      String path,
      String held,
      long ageSeconds,
      long askedSeconds,
      String directives,
      Decision decision) {
    var rules = FreshnessRules.DEFAULT;
    var objectPath = ObjectPath.of(path.replace("HEX", "ab".repeat(32))).orElseThrow();
    var holding =
        switch (held) {
          case "content" ->
              new Held.Content(NOW.minusSeconds(ageSeconds), NOW.minusSeconds(askedSeconds));
          case "absence" -> new Held.Absence(NOW.minusSeconds(askedSeconds));
          default -> new Held.Nothing();
        };

    var decided = rules.decide(objectPath, holding, RequestDirectives.parse(directives), NOW);

    assertThat(decided).isEqualTo(decision);
  }

  @Test
  void givenAgeAboveTheLimit_whenMakingRules_thenRefuses() {
    assertThatThrownBy(
            () -> new FreshnessRules(Duration.ofSeconds(61), Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mutable max-age must be 0 to PT1M");
  }
}
