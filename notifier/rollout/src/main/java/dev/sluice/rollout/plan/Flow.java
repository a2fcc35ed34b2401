package dev.sluice.rollout.plan;

import java.util.ArrayList;
import java.util.List;

/// What one tier gives out over time, in [#BINS] equal parts that double in length when the rollout
/// outlasts them. Bounded, whatever is counted.
final class Flow {
  private static final int BINS = 256;

  private final double[] requests = new double[BINS];
  private final double[] bytes = new double[BINS];
  private long binMillis = 1_000;
  private double totalRequests;
  private double totalBytes;

  /// @param atMillis since the start of the rollout, not negative
  void add(long atMillis, double moreRequests, double moreBytes) {
    while (atMillis / binMillis >= BINS) {
      halve(requests);
      halve(bytes);
      binMillis *= 2;
    }
    int bin = (int) (atMillis / binMillis);
    requests[bin] += moreRequests;
    bytes[bin] += moreBytes;
    totalRequests += moreRequests;
    totalBytes += moreBytes;
  }

  private static void halve(double[] bins) {
    for (int i = 0; i < BINS; i++) {
      bins[i] = 2 * i + 1 < BINS ? bins[2 * i] + bins[2 * i + 1] : 0;
    }
  }

  RolloutPlan.TierPlan of(String name, int nodes) {
    double peakRequests = 0;
    double peakBytes = 0;
    int last = 0;
    for (int i = 0; i < BINS; i++) {
      peakRequests = Math.max(peakRequests, requests[i]);
      peakBytes = Math.max(peakBytes, bytes[i]);
      last = requests[i] > 0 ? i : last;
    }
    List<Long> perSecond = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      perSecond.add(perSecond(bytes[i]));
    }
    return new RolloutPlan.TierPlan(
        name,
        nodes,
        Math.round(totalRequests),
        Math.round(totalBytes),
        1_000.0 * peakRequests / binMillis,
        perSecond(peakBytes),
        binMillis,
        perSecond);
  }

  private long perSecond(double inBin) {
    return Math.round(1_000 * inBin / binMillis);
  }
}
