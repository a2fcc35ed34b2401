package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void givenPropertyThatHolds_whenChecked_thenEveryRunHappens() {
    var runs = new AtomicInteger();

    Property.check("always", 30, _ -> runs.incrementAndGet());

    assertThat(runs).hasValueBetween(1, 30);
  }

  @Test
  void givenPropertyThatFails_whenChecked_thenNamesTheSmallestInputAndTheCommand() {
    Property.Trial small = seed -> assertThat(seed.bytes(100_000)).hasSizeLessThan(200);

    var failure = catchThrowable(() -> Property.check("short", 50, small));

    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("\"short\" does not hold for seed ")
        .hasMessageContaining("@1")
        .hasMessageContaining("repeat it with: mvn test")
        .hasMessageContaining(" -Dtest=dev.sluice.testkit.PropertyTest")
        .hasMessageContaining("-Dsurefire.failIfNoSpecifiedTests=false")
        .hasMessageContaining("-Dsluice.seed=");
  }

  @Test
  void givenTrialsOnAllCores_whenSomeFail_thenTheFirstInOrderIsTold() {
    Property.Trial odd = seed -> assertThat(seed.nextInt(20)).isNotZero();

    assertThat(catchThrowable(() -> Property.checkInParallel("odd", 200, odd)))
        .hasMessage(catchThrowable(() -> Property.check("odd", 200, odd)).getMessage());
  }

  @Test
  void givenTrialsOnAllCores_whenAllHold_thenEveryRunHappens() {
    var runs = new AtomicInteger();

    Property.checkInParallel("always", 30, _ -> runs.incrementAndGet());

    assertThat(runs).hasValueBetween(1, 30);
  }

  @Test
  void givenTrialThatThrows_whenChecked_thenKeepsTheCause() {
    var cause = new IllegalStateException("broken");

    var failure =
        catchThrowable(
            () ->
                Property.check(
                    "throws",
                    1,
                    _ -> {
                      throw cause;
                    }));

    assertThat(failure).hasCause(cause);
  }
}
