package dev.sluice.cache.flow;

import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Faults;
import dev.sluice.testkit.Property;
import org.junit.jupiter.api.Test;

/// The whole core under one seed: many clients, one node, an upstream and a disk that fail.
class FlowPropertyTest {
  private static final int SEEDS = 300;

  private static final Faults EVERY_FAULT =
      Faults.none()
          .with(Fault.UNAVAILABLE, 0.15)
          .with(Fault.FLIPPED_BIT, 0.15)
          .with(Fault.FULL_DISK, 0.1)
          .with(Fault.LOSS, 0.1);

  @Test
  void givenFailuresOfEveryKind_whenManyClientsRead_thenAllAreAnsweredAndNothingIsLeft() {
    Property.check(
        "a node answers everybody, asks once per slice at a time, and keeps no wrong object",
        SEEDS,
        seed -> {
          var node = new TestNode(seed, EVERY_FAULT);
          for (long client = seed.between(1, 40); client > 0; client--) {
            node.request();
          }
          node.runAll();

          node.endFaults();
          node.readEverything();
          node.requireIdle();
        });
  }
}
