package dev.sluice.stack.demo;

import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.gate.Gate;
import dev.sluice.rollout.gate.ShareGate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.time.Duration;
import java.util.List;

/// The rings of the demo: three, with soak times that a person waits out.
public final class DemoPolicy {
  /// Every device of a demo is switched on, so the gate waits for each of them.
  private static final Gate GATE = new ShareGate(RingPolicy.WHOLE_PPM, 20_000);

  private static final String CANARY = "canary";
  private static final String EARLY = "early";
  private static final String BROAD = "broad";

  private DemoPolicy() {}

  /// The policy itself.
  public static RolloutPolicy policy() {
    return new RolloutPolicy(
        List.of(
            ring(CANARY, new Selector.Tag(CANARY), List.of(RingPolicy.WHOLE_PPM)),
            ring(EARLY, new Selector.Tag(EARLY), List.of(500_000L, RingPolicy.WHOLE_PPM)),
            ring(BROAD, new Selector.Everyone(), List.of(250_000L, RingPolicy.WHOLE_PPM))),
        RolloutPolicy.DEFAULT_DELTA_WAIT,
        StartMode.AUTOMATIC,
        FailureAction.PAUSE);
  }

  /// The ring of the device with this number: an eighth are canaries, three eighths early, and no
  /// ring is empty while there are devices enough.
  public static String ringOf(int device, int devices) {
    int canaries = Math.max(1, devices / 8);
    int early = Math.max(1, devices * 3 / 8);
    return device < canaries ? CANARY : device < canaries + early ? EARLY : BROAD;
  }

  private static RingPolicy ring(String name, Selector selector, List<Long> waves) {
    return new RingPolicy(
        name, selector, waves, Duration.ofMillis(500), Duration.ofMillis(500), GATE);
  }
}
