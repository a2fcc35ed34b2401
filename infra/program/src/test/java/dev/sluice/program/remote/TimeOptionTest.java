package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.exit.UsageException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOptionTest {
  @Test
  void givenTimesAsPeopleWriteThem_whenRead_thenTheyAreThose() {
    assertThat(TimeOption.parse("--timeout", "0s")).isZero();
    assertThat(TimeOption.parse("--timeout", " 90S ")).isEqualTo(Duration.ofSeconds(90));
    assertThat(TimeOption.parse("--lifetime", "90d")).isEqualTo(Duration.ofDays(90));
    assertThat(TimeOption.parse("--timeout", "PT1H30M")).isEqualTo(Duration.ofMinutes(90));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-5s", "pt-5s", "99999999999d", "pt99999999999999h", "9999999d"})
  void givenWhatIsNoTime_whenRead_thenTheOptionIsNamed(String text) {
    assertThatThrownBy(() -> TimeOption.parse("--timeout", text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--timeout: expected ")
        .hasMessageContaining("'" + text + "'");
  }
}
