package dev.sluice.stack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationRulesTest {
  private static final String SIMULATION = "dev.sluice.simulation";
  private static final String UNDERSTUDY = "dev.sluice.stack.architecture.offender.understudy";

  static List<ArchRule> rules() {
    return rules(SIMULATION).all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void givenSimulation_whenChecked_thenItRewritesNothing(ArchRule rule) {
    rule.check(OurClasses.production());
  }

  /// The names that the rules go by are of types that are there.
  @Test
  void givenNamesInTheRules_whenLookedFor_thenAllAreThere() {
    assertThat(SimulationRules.PORTS).allMatch(OurClasses.production()::contain);
  }

  @Test
  void givenUnderstudy_whenItImplementsMoreThanPorts_thenRefused() {
    assertThat(report(rules(UNDERSTUDY).portsOnly()))
        .contains("Understudy implements dev.sluice.repository.change.Proposal, which is no port")
        .doesNotContain("RoleSigner");
  }

  @Test
  void givenTwin_whenItBearsTheNameOfACoresType_thenRefused() {
    assertThat(report(rules(UNDERSTUDY).noTwins()))
        .contains("SigningPlan bears the name of a type of a core or contract");
  }

  @Test
  void givenUnderstudy_whenItUsesATestsDouble_thenRefused() {
    assertThat(report(rules(UNDERSTUDY).noDoubles()))
        .contains("Understudy uses dev.sluice.tuf.fake.FakeRepository, a double made for tests");
  }

  private static SimulationRules rules(String simulation) {
    return new SimulationRules(Layout.OURS, OurClasses.production(), simulation);
  }

  private static String report(ArchRule rule) {
    return rule.evaluate(OurClasses.offenders()).getFailureReport().toString();
  }
}
