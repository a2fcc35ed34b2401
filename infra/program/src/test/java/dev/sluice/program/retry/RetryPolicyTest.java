package dev.sluice.program.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Property;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void givenAnyAttempt_whenDelayed_thenStaysBetweenHalfAndAllOfTheDoubledDelay() {
    Property.check(
        "delays double up to the limit",
        200,
        seed -> {
          var policy =
              new RetryPolicy(
                  10, Duration.ofMillis(seed.between(1, 1_000)), Duration.ofMillis(5_000));
          int attempt = (int) seed.between(1, 1_000);
          long doubled = attempt > 20 ? 5_000 : policy.firstDelay().toMillis() << (attempt - 1);
          long full = Math.min(5_000, doubled);

          long delay = policy.delayAfter(attempt, seed).toMillis();

          assertThat(delay).isBetween(full / 2, full);
        });
  }

  @Test
  void givenNoAttempts_whenBuilt_thenRefuses() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ofMillis(1), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one attempt");
  }
}
