package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
  private final ThreadFailures failures = new ThreadFailures();

  @Test
  void givenABug_whenThreadsEnd_thenSoManyAreReplacedAndNoMore() {
    for (int i = 0; i < ThreadFailures.LIMIT; i++) {
      assertThat(failures.isToReplace(new IllegalStateException("a bug"))).isTrue();
    }

    assertThat(failures.isToReplace(new IllegalStateException("a bug"))).isFalse();
  }

  @Test
  void givenClusterThatIsAwayForHours_whenThreadsEnd_thenEachIsReplaced() {
    var away = new StreamsException("no progress", new TimeoutException("no answer"));

    for (int i = 0; i < 100 * ThreadFailures.LIMIT; i++) {
      assertThat(failures.isToReplace(away)).isTrue();
    }

    assertThat(failures.isToReplace(new IllegalStateException("a bug"))).isTrue();
  }
}
