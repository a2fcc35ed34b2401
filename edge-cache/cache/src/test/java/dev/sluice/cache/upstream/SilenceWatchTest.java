package dev.sluice.cache.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  @Test
  void givenSlowLinkThatMoves_whenLookedAtForHours_thenIsNotSilentUntilItStops() {
    var watch = new SilenceWatch();
    for (var look = 1; look <= 1_000; look++) {
      assertThat(watch.isSilent(look * SilenceWatch.MIN_BYTES)).isFalse();
    }

    assertThat(watch.isSilent(1_000 * SilenceWatch.MIN_BYTES + 1)).isTrue();
  }
}
