package dev.sluice.rollout.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyChoiceTest {
  private static final RolloutPolicy OWN = waiting(1);
  private static final RolloutPolicy STANDARD = waiting(2);

  @Test
  void givenOwnAndStandard_whenNoVersionIsNamed_thenOwn() {
    assertThat(PolicyChoice.choose(of(3, OWN), of(9, STANDARD), 0, false))
        .isEqualTo(new PolicyChoice.Found(OWN));
  }

  @Test
  void givenNoOwn_whenNoVersionIsNamed_thenStandardOrBuiltIn() {
    assertThat(PolicyChoice.choose(Optional.empty(), of(9, STANDARD), 0, false))
        .isEqualTo(new PolicyChoice.Found(STANDARD));
    assertThat(PolicyChoice.choose(Optional.empty(), Optional.empty(), 0, false))
        .isEqualTo(new PolicyChoice.Found(RolloutPolicy.defaults()));
  }

  @Test
  void givenNamedVersion_whenItOrALaterOneIsThere_thenOwn() {
    assertThat(PolicyChoice.choose(of(3, OWN), Optional.empty(), 3, false))
        .isEqualTo(new PolicyChoice.Found(OWN));
    assertThat(PolicyChoice.choose(of(4, OWN), Optional.empty(), 3, false))
        .isEqualTo(new PolicyChoice.Found(OWN));
  }

  @Test
  void givenNamedVersion_whenOnlyOlderOrStandardIsThere_thenWaits() {
    assertThat(PolicyChoice.choose(of(2, OWN), of(9, STANDARD), 3, false))
        .isEqualTo(
            new PolicyChoice.NotYet("policy version 3 was not applied yet, the latest is 2"));
    assertThat(PolicyChoice.choose(Optional.empty(), of(9, STANDARD), 3, false))
        .isEqualTo(new PolicyChoice.NotYet("policy version 3 was not applied yet, nor any other"));
  }

  @Test
  void givenReleaseSaysManual_whenPolicyIsAutomatic_thenAPersonStartsIt() {
    assertThat(PolicyChoice.choose(of(3, OWN), Optional.empty(), 0, true))
        .isEqualTo(new PolicyChoice.Found(OWN.startedByHand()));
    assertThat(OWN.startedByHand().start()).isEqualTo(StartMode.MANUAL);
  }

  private static Optional<VersionedPolicy> of(long version, RolloutPolicy policy) {
    return Optional.of(new VersionedPolicy(version, policy));
  }

  private static RolloutPolicy waiting(long minutes) {
    RolloutPolicy defaults = RolloutPolicy.defaults();
    return new RolloutPolicy(
        defaults.rings(), Duration.ofMinutes(minutes), defaults.start(), defaults.onFailure());
  }
}
