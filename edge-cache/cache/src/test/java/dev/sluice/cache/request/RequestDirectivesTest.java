package dev.sluice.cache.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestDirectivesTest {
  @Test
  void givenBothDirectives_whenParsing_thenReadsBoth() {
    var directives = RequestDirectives.parse("No-Cache , max-age=17");

    assertThat(directives).isEqualTo(new RequestDirectives(true, Duration.ofSeconds(17)));
  }

  @Test
  void givenUnknownAndUnreadableDirectives_whenParsing_thenIgnoresThem() {
    assertThat(RequestDirectives.parse("only-if-cached, max-age=x, max-age=, foo=\"a"))
        .isEqualTo(RequestDirectives.none());
    assertThat(RequestDirectives.parse("max-age=\"3\"").maxAgeLimit())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(RequestDirectives.parse("max-age=99999999999999999999").maxAgeLimit())
        .isEqualTo(RequestDirectives.ANY_AGE);
  }
}
