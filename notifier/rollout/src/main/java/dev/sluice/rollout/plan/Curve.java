package dev.sluice.rollout.plan;

import java.util.ArrayList;
import java.util.List;

/// A curve that rises over time, in [#MOST] points at most: where there are more, every second
/// goes.
final class Curve {
  private static final int MOST = 120;

  private final List<RolloutPlan.Point> points = new ArrayList<>();
  private long apartMillis = 1;

  void add(long atMillis, long devices) {
    if (!points.isEmpty()) {
      RolloutPlan.Point last = points.getLast();
      if (last.devices() == devices) {
        return;
      }
      if (points.size() > 1 && atMillis - points.get(points.size() - 2).atMillis() < apartMillis) {
        points.removeLast();
      }
    }
    points.add(new RolloutPlan.Point(atMillis, devices));
    if (points.size() > MOST) {
      thin();
    }
  }

  private void thin() {
    List<RolloutPlan.Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (i % 2 == 0 || i == points.size() - 1) {
        kept.add(points.get(i));
      }
    }
    points.clear();
    points.addAll(kept);
    apartMillis =
        Math.max(1, (points.getLast().atMillis() - points.getFirst().atMillis()) / (MOST / 2));
  }

  List<RolloutPlan.Point> points() {
    return List.copyOf(points);
  }
}
