package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  @Test
  void givenClock_whenAdvanced_thenShowsTheSum() {
    var clock = new VirtualClock();

    clock.advance(Duration.ofSeconds(5));
    clock.advance(Duration.ofMillis(1));

    assertThat(clock.instant()).isEqualTo(VirtualClock.START.plusMillis(5001));
  }

  @Test
  void givenClock_whenSetBack_thenShowsTheEarlierTime() {
    var clock = new VirtualClock();

    clock.set(Instant.EPOCH);

    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void givenClock_whenAdvancedByLessThanNothing_thenRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VirtualClock().advance(Duration.ofNanos(-1)));
  }
}
