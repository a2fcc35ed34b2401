package dev.sluice.cache.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvictionIndexTest {
  private static final long SEED = 31337;

  @Test
  void givenFullIndex_whenAdmitting_thenTheLeastRecentlyUsedLeave() {
    var index = new EvictionIndex<String>(100);
    assertThat(index.admit("a", 40).victims()).isEmpty();
    assertThat(index.admit("b", 40).victims()).isEmpty();
    index.touch("a");

    var admission = index.admit("c", 50);

    assertThat(admission).isEqualTo(new Admission<>(true, List.of("b")));
    assertThat(index.usedBytes()).isEqualTo(90);
  }

  @Test
  void givenEntryLargerThanTheLimit_whenAdmitting_thenNobodyLeavesForIt() {
    var index = new EvictionIndex<String>(100);
    assertThat(index.admit("a", 100).admitted()).isTrue();

    assertThat(index.admit("b", 101)).isEqualTo(new Admission<>(false, List.of()));
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void givenKnownKey_whenAdmittingAgain_thenItsOldSizeDoesNotCount() {
    var index = new EvictionIndex<String>(100);
    assertThat(index.admit("a", 80).admitted()).isTrue();

    assertThat(index.admit("a", 90).victims()).isEmpty();
    assertThat(index.usedBytes()).isEqualTo(90);
  }

  @Test
  void givenAnyOperations_whenApplied_thenTheLimitHoldsAndSizesAddUp() {
    var random = new SplittableRandom(SEED);
    var index = new EvictionIndex<Integer>(1000);
    var model = new HashMap<Integer, Long>();
    for (var round = 0; round < 20_000; round++) {
      var key = random.nextInt(60);
      switch (random.nextInt(4)) {
        case 0 -> {
          index.forget(key);
          model.remove(key);
        }
        case 1 -> index.touch(key);
        default -> {
          var size = random.nextLong(0, 1100);
          var admission = index.admit(key, size);
          model.remove(key);
          admission.victims().forEach(model::remove);
          if (admission.admitted()) {
            model.put(key, size);
          }
        }
      }
      assertThat(index.usedBytes()).as("seed %d", SEED).isLessThanOrEqualTo(1000);
      assertThat(index.usedBytes())
          .as("seed %d", SEED)
          .isEqualTo(model.values().stream().mapToLong(Long::longValue).sum());
      assertThat(index.size()).as("seed %d", SEED).isEqualTo(model.size());
    }
  }
}
