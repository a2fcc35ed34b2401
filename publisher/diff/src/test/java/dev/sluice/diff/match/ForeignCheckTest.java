package dev.sluice.diff.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/// Counts the bytes that are aligned.
class ForeignCheckTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  private final AtomicLong aligned = new AtomicLong();

  @Test
  void givenNothingInCommon_whenChecked_thenIsForeignByOneByteIn32() {
    assertThat(isForeign(GIBIBYTE, (from, to) -> to - from)).isTrue();

    assertThat(aligned).hasValue(GIBIBYTE / 32);
  }

  @Test
  void givenAnEighthInCommon_whenChecked_thenIsNot() {
    assertThat(isForeign(GIBIBYTE, (from, to) -> (to - from) * 7 / 8)).isFalse();
  }

  @Test
  void givenAQuarterInOnePlaceInCommon_whenChecked_thenIsNot() {
    assertThat(isForeign(GIBIBYTE, (from, to) -> from >= GIBIBYTE * 3 / 4 ? 0 : to - from))
        .isFalse();
  }

  @Test
  void givenShorterFile_whenChecked_thenNothingIsAligned() {
    assertThat(isForeign(ForeignCheck.MIN_BYTES - 1, (from, to) -> to - from)).isFalse();

    assertThat(aligned).hasValue(0);
  }

  @Test
  void givenLongFileOfWhichTheBaseHasLittle_whenJudged_thenIsForeign() {
    assertThat(ForeignCheck.isForeign(60 * MEBIBYTE, 64 * MEBIBYTE)).isTrue();
    assertThat(ForeignCheck.isForeign(50 * MEBIBYTE, 64 * MEBIBYTE)).isFalse();
    assertThat(ForeignCheck.isForeign(63 * MEBIBYTE, 63 * MEBIBYTE)).isFalse();
  }

  private boolean isForeign(long length, LongBinaryOperator inserted) {
    return ForeignCheck.isForeign(
        length,
        Runnable::run,
        (from, to) -> {
          var _ = aligned.addAndGet(to - from);
          return inserted.applyAsLong(from, to);
        });
  }
}
