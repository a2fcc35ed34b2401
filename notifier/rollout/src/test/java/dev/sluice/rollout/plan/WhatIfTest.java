package dev.sluice.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.maintenance.Forcing;
import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.maintenance.MaintenanceWindow;
import dev.sluice.events.maintenance.WeekDays;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.TestRings;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.Pace;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final Digest OLD = Digest.sha256(new byte[] {1});
  private static final Digest OTHER = Digest.sha256(new byte[] {2});
  private static final DevicePublicKey KEY = new DevicePublicKey("00".repeat(32));
  private static final long MIB = 1 << 20;
  private static final ReleaseSizes SIZES = new ReleaseSizes(100 * MIB, Map.of(OLD, 4 * MIB));

  @Test
  void givenSteadyFleet_whenPlanned_thenRingsTakeWindowAndTimesAndSoak() {
    RolloutPlan plan = plan(1_000, policy(), Duration.ofSeconds(30), List.of());

    assertThat(plan.ends()).containsOnly(Map.entry("completed", plan.runs()));
    assertThat(plan.devices()).isEqualTo(1_000);
    RolloutPlan.RingPlan canary = plan.rings().getFirst();
    RolloutPlan.RingPlan broad = plan.rings().getLast();
    assertThat(canary.devices()).isEqualTo(10);
    // Ten devices prove nothing before all have answered: window, time, soak.
    assertThat(canary.end().orElseThrow().p50())
        .isBetween(Duration.ofSeconds(60 + 20 + 300), Duration.ofSeconds(60 + 40 + 300));
    assertThat(broad.start()).isEqualTo(canary.end());
    assertThat(broad.confirmed().getLast().devices()).isEqualTo(990);
    assertThat(plan.took().orElseThrow().p50())
        .isGreaterThan(canary.end().orElseThrow().p50().plusSeconds(300));
  }

  @Test
  void givenPatchAndTiers_whenPlanned_thenEachNodeFetchesOnceAndEachDevicePulls() {
    RolloutPlan plan = plan(1_000, policy(), Duration.ofSeconds(30), List.of());

    long origin = plan.tiers().get(0).bytes();
    long tier1 = plan.tiers().get(1).bytes();
    long devices = plan.tiers().get(2).bytes();
    // 888 devices patch, 112 take all of it; each of both things goes to each node once.
    assertThat(origin).isBetween(104 * MIB, 106 * MIB);
    assertThat(tier1).isBetween(4 * 104 * MIB, 4 * 106 * MIB);
    assertThat(devices).isBetween(888 * 4 * MIB + 112 * 100 * MIB, 888 * 4 * MIB + 114 * 100 * MIB);
    assertThat(plan.tiers()).extracting(RolloutPlan.TierPlan::nodes).containsExactly(1, 1, 4);
    assertThat(plan.tiers().get(2).peakBytesPerSecond()).isGreaterThan(devices / 7_200);
  }

  @Test
  void givenFloorOnTheWay_whenPlanned_thenBothInstallationsCountInBytesAndTimes() {
    Digest floorArtifact = Digest.sha256(new byte[] {3});
    var floor =
        new PlannedFloor(
            new ReleaseRef(new ReleaseId(PRODUCT, new Version("1.5")), 2, OTHER),
            new ReleaseSizes(90 * MIB, Map.of(OLD, 7 * MIB)),
            Set.of(floorArtifact));
    var third =
        new RolloutEvent.ReleaseSigned(
            new ReleaseRef(new ReleaseId(PRODUCT, new Version("2.0")), 3, OTHER), policy());
    var sizes = new ReleaseSizes(100 * MIB, Map.of(OLD, 4 * MIB, floorArtifact, 5 * MIB));

    RolloutPlan straight = planThird(third, sizes, List.of());
    RolloutPlan over = planThird(third, sizes, List.of(floor));

    // 888 devices patch twice, 112 take the floor release whole and patch from there.
    assertThat(straight.tiers().getLast().bytes())
        .isBetween(888 * 4 * MIB + 112 * 100 * MIB, 888 * 4 * MIB + 114 * 100 * MIB);
    assertThat(over.tiers().getLast().bytes())
        .isBetween(888 * 12 * MIB + 112 * 95 * MIB, 888 * 12 * MIB + 112 * 97 * MIB + 20 * MIB);
    assertThat(over.tiers().getFirst().bytes()).isBetween(102 * MIB, 104 * MIB);
    Duration once = straight.rings().getFirst().end().orElseThrow().p50();
    assertThat(over.rings().getFirst().end().orElseThrow().p50().minus(once))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
    assertThat(over.assumptions())
        .contains(
            "1,000 devices pass through 1.5 first: its bytes and its time come before those of the"
                + " release.");
    assertThat(straight.assumptions()).noneMatch(said -> said.contains("pass through"));
  }

  private static RolloutPlan planThird(
      RolloutEvent.ReleaseSigned signed, ReleaseSizes sizes, List<PlannedFloor> floors) {
    var fleet = new PlannedFleet(signed, sizes, new EdgeTiers(List.of(1)), NOW);
    fleet.passing(floors);
    for (int i = 0; i < 1_000; i++) {
      assertThat(fleet.add(device(i, NOW))).isTrue();
    }
    return new WhatIf(signed, true, times(), false, List.of(), 1).plan(fleet, NOW);
  }

  @Test
  void givenBadReleases_whenPlanned_thenEvidentOnesStopEarly() {
    RolloutPlan plan =
        plan(20_000, policy(), Duration.ofSeconds(30), List.of(1_000L, 50_000L, 500_000L));

    RolloutPlan.Risk harmless = plan.risks().get(0);
    RolloutPlan.Risk bad = plan.risks().get(1);
    RolloutPlan.Risk broken = plan.risks().get(2);
    assertThat(harmless.passed()).isGreaterThan(8);
    assertThat(bad.stopped() + bad.leftToPerson()).isEqualTo(bad.runs());
    assertThat(broken.stopped()).isEqualTo(broken.runs());
    assertThat(broken.ring()).contains("canary");
    assertThat(broken.exposed()).isBetween(1L, 200L);
    assertThat(broken.after().orElseThrow()).isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void givenEqualQuestions_whenPlanned_thenEqualAnswers() {
    assertThat(plan(500, policy(), Duration.ofSeconds(5), List.of(50_000L)))
        .isEqualTo(plan(500, policy(), Duration.ofSeconds(5), List.of(50_000L)));
  }

  @Test
  void givenDevicesThatWereSilentBefore_whenPlanned_thenTheyAreOffAndTheRingWaitsForThem() {
    var signed = signed(policy());
    var fleet = new PlannedFleet(signed, SIZES, new EdgeTiers(List.of()), NOW);
    for (int i = 0; i < 100; i++) {
      assertThat(fleet.add(device(i, i % 5 == 1 ? NOW.minus(Duration.ofDays(30)) : NOW))).isTrue();
    }
    RolloutPlan plan = new WhatIf(signed, true, times(), false, List.of(), 1).plan(fleet, NOW);

    assertThat(plan.off()).isEqualTo(20);
    assertThat(plan.rings().getLast().end().orElseThrow().p50()).isGreaterThan(Duration.ofHours(1));
  }

  @Test
  void givenManualStartAndApproval_whenPatchesAreNotWaitedFor_thenBothAreGivenAtOnce() {
    var signed = signed(policy());
    var fleet = new PlannedFleet(signed, SIZES, new EdgeTiers(List.of()), NOW);
    for (int i = 0; i < 100; i++) {
      assertThat(fleet.add(device(i, NOW))).isTrue();
    }

    RolloutPlan plan = new WhatIf(signed, false, times(), false, List.of(), 1).plan(fleet, NOW);

    assertThat(plan.ends()).containsOnly(Map.entry("completed", plan.runs()));
  }

  @Test
  void givenMaintenanceWindows_whenPlanned_thenThePlanSaysThatTheyComeOnTop() {
    var weekly =
        new InstallTimes.Within(
            List.of(
                new MaintenanceWindow(
                    WeekDays.parse("sun"), LocalTime.of(1, 0), LocalTime.of(5, 0))),
            new Forcing.After(Duration.ofDays(3)));

    RolloutPlan plan =
        plan(100, everyone(weekly, new Pace.Unlimited()), Duration.ofSeconds(5), List.of());

    assertThat(plan.assumptions())
        .contains("Devices switch at once: maintenance windows, up to 72h here, come on top.");
  }

  @Test
  void givenConstantPace_whenPlanned_thenTheRunComesToItsEnd() {
    RolloutPolicy paced = everyone(new InstallTimes.Anytime(), new Pace.Limited(100, 100, 100));

    RolloutPlan plan = plan(30_000, paced, Duration.ofSeconds(30), List.of());

    assertThat(plan.ends()).containsOnly(Map.entry("completed", plan.runs()));
    assertThat(plan.runs()).isEqualTo(11);
    // Three hundred minutes at a hundred devices each.
    assertThat(plan.took().orElseThrow().p50())
        .isBetween(Duration.ofMinutes(295), Duration.ofMinutes(320));
  }

  @Test
  void givenLargeFleet_whenPlannedWithFailureRates_thenWithinSeconds() {
    long start = System.nanoTime();
    RolloutPlan plan =
        plan(100_000, RolloutPolicy.defaults(), Duration.ofSeconds(30), WhatIf.STANDARD_RATES);
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(plan.runs()).isEqualTo(11);
    // Fifteen seconds on two cores that twelve others share.
    assertThat(took).isLessThan(Duration.ofSeconds(60));
  }

  private static RolloutPlan plan(
      int devices, RolloutPolicy policy, Duration time, List<Long> rates) {
    var signed = signed(policy);
    var fleet = new PlannedFleet(signed, SIZES, new EdgeTiers(List.of(1, 4)), NOW);
    for (int i = 0; i < devices; i++) {
      assertThat(fleet.add(device(i, NOW))).isTrue();
    }
    var times = new ConfirmationTimes();
    for (int i = -10; i <= 10; i++) {
      times.add(time.plusMillis(i * time.toMillis() / 100));
    }
    return new WhatIf(signed, true, times, false, rates, 1).plan(fleet, NOW);
  }

  private static ConfirmationTimes times() {
    var times = new ConfirmationTimes();
    times.add(Duration.ofSeconds(30));
    return times;
  }

  private static RolloutEvent.ReleaseSigned signed(RolloutPolicy policy) {
    return new RolloutEvent.ReleaseSigned(
        new ReleaseRef(new ReleaseId(PRODUCT, new Version("2.0")), 2, OTHER), policy);
  }

  private static DeviceRecord device(int number, Instant seenAt) {
    Digest runs = number % 9 == 0 ? OTHER : OLD;
    return new DeviceRecord(
        new DeviceState(
            new DeviceId("device-" + number),
            1,
            KEY,
            DeviceAttributes.of(number % 100 == 0 ? Set.of("canary") : Set.of(), Map.of()),
            List.of(new Running(PRODUCT, new Version("1.0"), 1, runs)),
            seenAt),
        new TreeMap<>());
  }

  private static RolloutPolicy policy() {
    return new RolloutPolicy(
        List.of(ring("canary", new Selector.Tag("canary")), ring("broad", new Selector.Everyone())),
        Duration.ZERO,
        StartMode.MANUAL,
        FailureAction.HALT);
  }

  private static RolloutPolicy everyone(InstallTimes install, Pace pace) {
    RingPolicy plain = ring("broad", new Selector.Everyone());
    RingPolicy ring = TestRings.with(plain, install, pace);
    return new RolloutPolicy(List.of(ring), Duration.ZERO, StartMode.MANUAL, FailureAction.HALT);
  }

  private static RingPolicy ring(String name, Selector selector) {
    return new RingPolicy(
        name,
        selector,
        List.of(RingPolicy.WHOLE_PPM),
        Duration.ofMinutes(5),
        Duration.ofMinutes(1),
        RingPolicy.DEFAULT_SILENT_AFTER,
        true,
        Gate.DEFAULT);
  }
}
