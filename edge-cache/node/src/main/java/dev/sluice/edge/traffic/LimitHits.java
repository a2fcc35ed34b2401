package dev.sluice.edge.traffic;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts how often each limit was hit. Safe for use by all threads.
public final class LimitHits {
  private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);

  /// Starts at zero.
  public LimitHits() {
    for (var limit : Limit.values()) {
      counts.put(limit, new LongAdder());
    }
  }

  /// A limit was hit.
  public void hit(Limit limit) {
    adder(limit).increment();
  }

  /// How often it was hit since the start.
  public long count(Limit limit) {
    return adder(limit).sum();
  }

  private LongAdder adder(Limit limit) {
    var adder = counts.get(limit);
    if (adder == null) {
      throw new IllegalStateException("every limit has a counter, " + limit + " has none");
    }
    return adder;
  }
}
