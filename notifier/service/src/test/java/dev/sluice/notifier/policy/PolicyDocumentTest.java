package dev.sluice.notifier.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.Version;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.SlowLimit;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  @Test
  void givenEmptyDocument_whenRead_thenDefaults() {
    assertThat(PolicyDocument.read("policy", "{}")).isEqualTo(RolloutPolicy.defaults());
  }

  @Test
  void givenFloorReleases_whenRead_thenMappedAndOfFormatFour() {
    RolloutPolicy policy = PolicyDocument.read("policy", "floor-releases: [\"1.4.0\", \"2.0\"]");

    assertThat(policy.floors()).containsExactly(new Version("1.4.0"), new Version("2.0"));
    assertThat(policy.ringsFormat()).isEqualTo(RingsDocument.LATEST_VERSION);
    assertThat(RolloutPolicy.defaults().floors()).isEmpty();
    assertThat(PolicyDocument.mistakes("floor-releases: [\"a b\"]"))
        .singleElement()
        .asString()
        .contains("floor-releases", "a version");
    assertThat(PolicyDocument.mistakes("floor-releases: [\"1.4.0\", \"1.4.0\"]"))
        .singleElement()
        .asString()
        .contains("expected at most 16 versions, each once");
  }

  @Test
  void givenRingWithNameAndSelector_whenRead_thenItsDefaults() {
    RolloutPolicy policy =
        PolicyDocument.read("policy", "rings: [{name: all, selector: {everyone: true}}]");

    assertThat(policy.rings())
        .containsExactly(
            new RingPolicy(
                "all",
                new Selector.Everyone(),
                List.of(RingPolicy.WHOLE_PPM),
                Duration.ofMinutes(15),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                false,
                Gate.DEFAULT));
  }

  @Test
  void givenEveryOption_whenRead_thenMapped() {
    RolloutPolicy policy =
        PolicyDocument.read(
            "policy",
            """
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
                silent-after: 6h
                approval: true
                gate: {failed: 0.5%, confidence: 99%, confirmed: 80%, silent: 10%, sample: 50}
              - name: eu
                selector: {attribute: {name: region, value: eu}}
              - name: berlin
                selector: {where: "tags.site = 'berlin' AND ram >= 512"}
              - name: rest
                selector: {everyone: true}
            """);

    assertThat(policy.rings().get(3).selector())
        .isEqualTo(new Selector.Where(Condition.parse("tags.site = 'berlin' AND ram >= 512")));
    assertThat(policy.start()).isEqualTo(StartMode.MANUAL);
    assertThat(policy.onFailure()).isEqualTo(FailureAction.HALT);
    assertThat(policy.deltaWait()).isEqualTo(Duration.ofSeconds(90));
    assertThat(policy.rings().getFirst().selector())
        .isEqualTo(Selector.Devices.of(Set.of(new DeviceId("a"), new DeviceId("b"))));
    RingPolicy slice = policy.rings().get(1);
    assertThat(slice.selector()).isEqualTo(new Selector.StablePercentage("s", 25_000));
    assertThat(slice.wavesPpm()).containsExactly(10_000L, 1_000_000L);
    assertThat(slice.soak()).isEqualTo(Duration.ofHours(2));
    assertThat(slice.pullWindow()).isEqualTo(Duration.ofMillis(500));
    assertThat(slice.silentAfter()).isEqualTo(Duration.ofHours(6));
    assertThat(slice.approval()).isTrue();
    assertThat(slice.gate()).isEqualTo(new Gate(5_000, 990_000, 800_000, 100_000, 50));
    assertThat(policy.rings().get(2).selector()).isEqualTo(new Selector.Attribute("region", "eu"));
  }

  @Test
  void givenMaintenanceWindows_whenRead_thenMapped() {
    RolloutPolicy policy =
        PolicyDocument.read(
            "policy",
            """
            rings:
              - name: night
                selector: {everyone: true}
                maintenance:
                  - {days: mon-fri, from: "01:00", to: "05:00"}
                  - {from: 22:30, to: 00:00}
                force-after: 72h
            """);

    assertThat(policy.rings().getFirst().install())
        .isEqualTo(
            new InstallTimes.Within(
                List.of(
                    new MaintenanceWindow(
                        WeekDays.parse("mon-fri"), LocalTime.of(1, 0), LocalTime.of(5, 0)),
                    new MaintenanceWindow(
                        WeekDays.parse("mon-sun"), LocalTime.of(22, 30), LocalTime.MIDNIGHT)),
                new Forcing.After(Duration.ofDays(3))));
  }

  @Test
  void givenPaces_whenRead_thenMapped() {
    RolloutPolicy policy =
        PolicyDocument.read(
            "policy",
            """
            rings:
              - {name: a, selector: {tag: a}, pace: {devices-per-minute: 500}}
              - name: b
                selector: {tag: b}
                pace: {devices-per-minute: 500, growth: 1.5, up-to: 20000}
              - {name: c, selector: {everyone: true}}
            """);

    assertThat(policy.rings())
        .extracting(RingPolicy::pace)
        .containsExactly(
            new Pace.Limited(500, 100, Pace.Limited.FASTEST),
            new Pace.Limited(500, 150, 20_000),
            new Pace.Unlimited());
    assertThat(
            PolicyDocument.mistakes(
                "rings: [{name: a, selector: {tag: a}, pace: {devices-per-minute: 0}}]"))
        .anyMatch(m -> m.contains("rings[0].pace.devices-per-minute: expected 1 to"));
  }

  @Test
  void givenSlowLimits_whenRead_thenMappedAndNoneWithoutThem() {
    RolloutPolicy policy =
        PolicyDocument.read(
            "policy",
            """
            rings:
              - {name: a, selector: {tag: a}, gate: {slow: {}}}
              - {name: b, selector: {tag: b}, gate: {slow: {factor: 1.5, share: 12.5%}}}
              - {name: c, selector: {everyone: true}, gate: {failed: 2%}}
            """);

    assertThat(policy.rings())
        .extracting(ring -> ring.gate().slow())
        .containsExactly(
            new SlowLimit.Share(200, 200_000),
            new SlowLimit.Share(150, 125_000),
            new SlowLimit.None());
    assertThat(
            PolicyDocument.mistakes(
                """
                rings:
                  - {name: a, selector: {tag: a}, gate: {slow: {factor: 0.5}}}
                  - {name: b, selector: {tag: b}, gate: {slow: {share: 0%}}}
                """))
        .anyMatch(m -> m.contains("rings[0].gate.slow.factor: expected 1 to 100, got 0.5"))
        .anyMatch(m -> m.contains("rings[1].gate.slow.share: expected above 0"));
  }

  @Test
  void givenWrongMaintenanceWindows_whenRead_thenEachMistakeIsNamed() {
    assertThat(
            PolicyDocument.mistakes(
                """
                rings:
                  - name: night
                    selector: {tag: a}
                    maintenance:
                      - {days: weekend, from: 1am, to: "05:00"}
                      - {from: "01:00:30", to: "05:00"}
                  - name: rest
                    selector: {everyone: true}
                    force-after: 72h
                """))
        .anyMatch(
            m ->
                m.contains("rings[0].maintenance[0].days")
                    && m.contains("expected days like mon-fri, or sat,sun, got 'weekend'"))
        .anyMatch(
            m ->
                m.contains("rings[0].maintenance[0].from")
                    && m.contains("expected a time of day like 01:30, got '1am'"))
        .anyMatch(m -> m.contains("rings[0].maintenance[1].from: expected whole minutes"))
        .anyMatch(m -> m.contains("rings[1].force-after: expected maintenance windows beside it"));
  }

  @Test
  void givenMistakes_whenRead_thenEachIsNamed() {
    List<String> mistakes =
        PolicyDocument.mistakes(
            """
            delta-wait: ten minutes
            colour: red
            rings:
              - name: canary
                selector: {tag: canary}
                waves: [50%]
              - selector: {everyone: true}
              - name: rest
                selector: {everyone: true, tag: x}
              - name: many
                selector: {tag: x}
                waves: [250%]
              - name: typo
                selector: {where: "ram => 512"}
              - name: moving
                selector: {where: "version >= 2"}
            """);

    assertThat(mistakes)
        .anyMatch(m -> m.contains("delta-wait") && m.contains("expected a duration"))
        .anyMatch(m -> m.contains("colour"))
        .anyMatch(m -> m.contains("rings[0]") && m.contains("waves"))
        .anyMatch(m -> m.contains("rings[1].name"))
        .anyMatch(m -> m.contains("rings[2].selector") && m.contains("expected one selector"))
        .anyMatch(m -> m.contains("rings[3].waves[0]") && m.contains("250%"))
        .anyMatch(m -> m.contains("rings[4].selector") && m.contains("column 6: expected a text"))
        .anyMatch(m -> m.contains("rings[5].selector") && m.contains("must not ask about version"));
  }

  @Test
  void givenNoYaml_whenRead_thenMistake() {
    assertThat(PolicyDocument.mistakes("rings: [")).isNotEmpty();
    assertThat(PolicyDocument.mistakes("start: automatic\nstart: manual")).isNotEmpty();
  }
}
