package dev.sluice.rollout;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What came before the release that it speaks of: no order holds between topics.
///
/// @param deltas counters of releases whose patches are complete
/// @param orders for rollouts, the oldest first
public record Ahead(SortedSet<Long> deltas, List<RolloutEvent.Ordered> orders) {
  /// Nothing.
  public static final Ahead NOTHING = new Ahead(Collections.emptySortedSet(), List.of());

  /// Copies.
  public Ahead {
    deltas = Collections.unmodifiableSortedSet(new TreeSet<>(deltas));
    orders = List.copyOf(orders);
  }

  Ahead withDeltas(SortedSet<Long> next) {
    return new Ahead(next, orders);
  }

  Ahead withOrders(List<RolloutEvent.Ordered> next) {
    return new Ahead(deltas, next);
  }
}
