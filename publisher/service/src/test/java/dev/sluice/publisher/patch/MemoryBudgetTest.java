package dev.sluice.publisher.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long MIB = 1L << 20;

  @Test
  void givenMoreAskedThanThereIs_whenWorking_thenItCountsAsAllAndIsGivenBack() throws Exception {
    var budget = new MemoryBudget(2 * MIB);

    assertThat(budget.<Integer>with(Long.MAX_VALUE, () -> 1)).isEqualTo(1);
    assertThat(budget.<Integer>with(2 * MIB, () -> 2)).isEqualTo(2);
  }

  @Test
  void givenNoMemoryAtAll_whenWorking_thenOneBuildRunsNevertheless() throws Exception {
    assertThat(new MemoryBudget(0).<Integer>with(64 * MIB, () -> 1)).isEqualTo(1);
  }

  @Test
  void givenWorkThatFails_whenNextOneAsks_thenTheMemoryIsFree() throws Exception {
    var budget = new MemoryBudget(MIB);

    assertThatThrownBy(
            () ->
                budget.with(
                    MIB,
                    () -> {
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(budget.<Integer>with(MIB, () -> 1)).isEqualTo(1);
  }
}
