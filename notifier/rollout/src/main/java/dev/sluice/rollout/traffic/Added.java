package dev.sluice.rollout.traffic;

import dev.sluice.events.report.NodeTraffic;
import java.time.Instant;

/// What a node gave out and took in, in a time.
///
/// @param tier of the node
/// @param from when the time began, by the node's clock
/// @param to when it ended, not before `from`
/// @param traffic bytes in that time
public record Added(int tier, Instant from, Instant to, NodeTraffic traffic) {
  /// Checks the order.
  public Added {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "a time must not end before it began: " + from + ", " + to);
    }
  }
}
