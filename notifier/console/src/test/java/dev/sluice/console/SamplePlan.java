package dev.sluice.console;

import dev.sluice.api.Problem;
import dev.sluice.console.rollout.RolloutPlanner.PlanBody;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.rollout.plan.RolloutPlan;
import dev.sluice.rollout.plan.RolloutPlan.Point;
import dev.sluice.rollout.plan.RolloutPlan.RingPlan;
import dev.sluice.rollout.plan.RolloutPlan.Risk;
import dev.sluice.rollout.plan.RolloutPlan.Spread;
import dev.sluice.rollout.plan.RolloutPlan.TierPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// A plan of two rings and two tiers, for any release but that of version `9.9`.
final class SamplePlan {
  private static final long MIB = 1 << 20;

  private SamplePlan() {}

  static RolloutPlan of(PlanBody question) {
    if (question.version().filter(version -> version.value().equals("9.9")).isPresent()) {
      throw Problem.notFound("product demo: no such release is published").asException();
    }
    return new RolloutPlan(
        new RolloutId(question.product(), 2),
        InMemoryConsole.NOW,
        11,
        1_010,
        10,
        Map.of("completed", 11),
        Optional.of(spread(30)),
        List.of(
            new RingPlan(
                "canary",
                10,
                0,
                Optional.of(spread(0)),
                Optional.of(spread(10)),
                0.3,
                curve(0, 10)),
            new RingPlan(
                "broad",
                1_000,
                10,
                Optional.of(spread(10)),
                Optional.of(spread(30)),
                0.04,
                curve(600_000, 990))),
        List.of(tier("origin", 1, 5 * MIB), tier("tier 1", 1, 4_000 * MIB)),
        List.of(
            new Risk(
                50_000,
                11,
                9,
                2,
                0,
                Optional.of("broad"),
                60,
                90,
                Optional.of(Duration.ofMinutes(12)))),
        List.of("People start and approve at once; nobody pauses or promotes."));
  }

  private static Spread spread(int minutes) {
    Duration time = Duration.ofMinutes(minutes);
    return new Spread(time, time, time.plusMinutes(1));
  }

  private static List<Point> curve(long fromMillis, long devices) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      points.add(new Point(fromMillis + i * 30_000L, devices * i / 20));
    }
    return points;
  }

  private static TierPlan tier(String name, int nodes, long bytes) {
    List<Long> perSecond = LongStream.range(0, 30).mapToObj(i -> bytes / (i + 10)).toList();
    return new TierPlan(name, nodes, 900, bytes, 12.5, bytes / 10, 60_000, perSecond);
  }
}
