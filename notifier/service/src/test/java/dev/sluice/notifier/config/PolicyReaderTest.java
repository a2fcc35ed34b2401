package dev.sluice.notifier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.rings.Selector;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.gate.ShareGate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
  @Test
  void givenEmptyDocument_whenRead_thenDefaults() throws Exception {
    assertThat(PolicyReader.parse("policies", ""))
        .isEqualTo(Policies.all(RolloutPolicy.defaults()));
  }

  @Test
  void givenPolicies_whenRead_thenEveryOptionIsMapped() throws Exception {
    Policies policies =
        PolicyReader.parse(
            "policies",
            """
            default:
              start: manual
              on-failure: halt
              delta-wait: 90s
              rings:
                - name: lab
                  selector: {devices: [a, b]}
                - name: slice
                  selector: {percentage: {salt: s, share: 2.5%}}
                  waves: [1%, 100%]
                  soak: 2h
                  pull-window: 500ms
                  gate: {confirmed: 80%, failed: 0.5%}
                - name: eu
                  selector: {attribute: {name: region, value: eu}}
                - name: rest
                  selector: {everyone: true}
            products:
              gateway:
                start: automatic
            """);

    RolloutPolicy standard = policies.of(new ProductName("other"));
    assertThat(standard.start()).isEqualTo(StartMode.MANUAL);
    assertThat(standard.onFailure()).isEqualTo(FailureAction.HALT);
    assertThat(standard.deltaWait()).isEqualTo(Duration.ofSeconds(90));
    assertThat(standard.rings().get(1).selector())
        .isEqualTo(new Selector.StablePercentage("s", 25_000));
    assertThat(standard.rings().get(1).wavesPpm()).containsExactly(10_000L, 1_000_000L);
    assertThat(standard.rings().get(1).soak()).isEqualTo(Duration.ofHours(2));
    assertThat(standard.rings().get(1).pullWindow()).isEqualTo(Duration.ofMillis(500));
    assertThat(standard.rings().get(1).gate()).isEqualTo(new ShareGate(800_000, 5_000));
    assertThat(policies.of(new ProductName("gateway")).start()).isEqualTo(StartMode.AUTOMATIC);
    assertThat(policies.of(new ProductName("gateway")).rings()).isEqualTo(standard.rings());
  }

  @Test
  void givenMistakes_whenRead_thenAllInOneMessage() {
    assertThatThrownBy(
            () ->
                PolicyReader.parse(
                    "policies.yaml",
                    """
                    default:
                      delta-wait: ten minutes
                      colour: red
                      rings:
                        - name: canary
                          selector: {tag: canary}
                          waves: [50%]
                        - selector: {everyone: true}
                    products:
                      Bad Name: {}
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("policies.yaml cannot be used")
        .hasMessageContaining("default.delta-wait: expected a duration")
        .hasMessageContaining("default.colour: unknown key")
        .hasMessageContaining("default.rings[0]: ring canary: waves")
        .hasMessageContaining("default.rings[1].name: is missing")
        .hasMessageContaining("products.Bad Name: expected a product name");
  }
}
