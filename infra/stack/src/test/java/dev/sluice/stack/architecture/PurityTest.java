package dev.sluice.stack.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class PurityTest {
  private static final DescribedPredicate<JavaClass> PURE = LayerRules.pureCode(Layout.OURS);

  @Test
  void givenContractsAndCores_whenTheyNameTypes_thenNoClockThreadSocketFileOrLog() {
    PurityRules.noForbiddenTypes(PURE).check(OurClasses.production());
  }

  @Test
  void givenContractsAndCores_whenTheyCall_thenNoCurrentTimeOrUnseededChance() {
    PurityRules.noForbiddenCalls(PURE).check(OurClasses.production());
  }

  @Test
  void givenContractsAndCores_whenTheyHaveStaticFields_thenNoneChanges() {
    PurityRules.noStaticState(PURE).check(OurClasses.production());
  }

  @Test
  void givenOffender_whenItNamesForbiddenTypes_thenEachIsFound() {
    assertThat(report(PurityRules.noForbiddenTypes(alwaysTrue())))
        .contains("java.lang.Thread")
        .contains("java.nio.file.Files")
        .contains("java.net.Socket")
        .contains("java.security.SecureRandom")
        .contains("org.slf4j.Logger");
  }

  @Test
  void givenOffender_whenItCallsWhatIsForbidden_thenEachIsFound() {
    assertThat(report(PurityRules.noForbiddenCalls(alwaysTrue())))
        .contains("Instant.now()")
        .contains("System.nanoTime()")
        .contains("System.out")
        .contains("Clock.systemUTC()")
        .contains("java.util.Random.<init>()")
        .contains("Math.random()")
        .contains("UUID.randomUUID()")
        .contains("Collections.shuffle(java.util.List)")
        .contains("List.parallelStream()")
        .contains("CompletableFuture.runAsync(java.lang.Runnable)")
        .doesNotContain("java.util.concurrent.Executor)")
        .doesNotContain("java.util.Random.<init>(long)");
  }

  @Test
  void givenOffender_whenItHasStaticState_thenEachIsFound() {
    assertThat(report(PurityRules.noStaticState(alwaysTrue())))
        .contains("Impure.counter>")
        .contains("Impure.CALLS>")
        .contains("Impure.SEEN>")
        .doesNotContain("Impure.CONSTANT>");
  }

  private static String report(ArchRule rule) {
    return rule.evaluate(OurClasses.offenders()).getFailureReport().toString();
  }
}
