package dev.sluice.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeltaLimitsTest {
  @Test
  void givenEightyPercent_whenPatchIsCompared_thenItPaysUpToExactlyThat() {
    var limits = new DeltaLimits(1, 80, 1, 1, 1);

    assertThat(limits.pays(80, 100)).isTrue();
    assertThat(limits.pays(81, 100)).isFalse();
    assertThat(limits.pays(8, 10)).isTrue();
    assertThat(limits.pays(9, 10)).isFalse();
    assertThat(limits.pays(1, 1)).isFalse();
  }

  @Test
  void givenLimitsOutOfRange_whenBuilt_thenRefuses() {
    assertThatThrownBy(() -> new DeltaLimits(-1, 80, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DeltaLimits(1, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DeltaLimits(1, 101, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
