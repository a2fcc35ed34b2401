package dev.sluice.notifier.topology;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.Rollout;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.RolloutEvents;
import dev.sluice.rollout.RolloutMachine;
import dev.sluice.rollout.RolloutsCodec;
import dev.sluice.rollout.Transition;
import dev.sluice.rollout.policy.PolicyChoice;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the rollouts of the products of one partition.
final class RolloutProcessor implements Processor<String, RolloutInput, String, StampedEvent<?>> {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutProcessor.class);

  /// How late a release may start after the policy that it waits for.
  private static final Duration POLICY_INTERVAL = Duration.ofSeconds(1);

  /// The state of a rollout whose release waits for its policy.
  private static final String WAITING_FOR_POLICY = "waiting-for-policy";

  private final NotifierMeters meters;
  private final Traces traces;

  /// When each product has to be looked at; rebuilt at the start by looking at all of them.
  private final Map<String, Instant> wakeAt = new HashMap<>();

  private ProcessorContext<String, StampedEvent<?>> context;
  private KeyValueStore<String, byte[]> states;
  private AppliedPolicies policies;
  private WaitingReleases waiting;
  private RolloutRecords records;
  private RolloutOutput output;
  private Alarm timeAlarm;
  private Alarm policyAlarm;

  @NullUnmarked // Streams calls init before anything else
  RolloutProcessor(NotifierMeters meters, Traces traces) {
    this.meters = meters;
    this.traces = traces;
  }

  @Override
  public void init(ProcessorContext<String, StampedEvent<?>> newContext) {
    context = newContext;
    states = context.getStateStore(NotifierTopology.ROLLOUTS_STORE);
    policies = new AppliedPolicies(context.getStateStore(NotifierTopology.POLICIES_STORE));
    waiting = new WaitingReleases(context.getStateStore(NotifierTopology.WAITING_STORE));
    records =
        new RolloutRecords(
            context.getStateStore(NotifierTopology.RECORDS_STORE),
            context.getStateStore(NotifierTopology.TRACES_STORE),
            shown -> meters.rollouts().show(context.taskId().partition(), shown));
    output = new RolloutOutput(context, records, wakeAt);
    timeAlarm = new Alarm(context, this::wake);
    policyAlarm = new Alarm(context, this::offerWaiting);
    // A processor is used again after an aborted transaction.
    wakeAt.clear();
    try (KeyValueIterator<String, byte[]> all = states.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> state = all.next();
        wakeAt.put(state.key, Instant.EPOCH);
      }
    }
    endTurn();
  }

  @Override
  public void close() {
    meters.forget(context.taskId().partition());
  }

  @Override
  public void process(Record<String, RolloutInput> record) {
    if (record.value() == null) {
      return; // a tombstone, which asks nothing of anybody
    }
    traces.follow(
        "decide rollout", record.value().trace().map(TraceParent::toString), () -> handle(record));
    endTurn();
  }

  private void handle(Record<String, RolloutInput> record) {
    switch (record.value()) {
      case RolloutInput.Release(var stamped) -> released(stamped);
      case RolloutInput.Signing(var stamped) ->
          RolloutEvents.find(stamped.event())
              .ifPresent(event -> step(productOf(stamped.event().key()), event));
      case RolloutInput.Command(var stamped) ->
          step(
              productOf(stamped.event().key()),
              RolloutEvents.of(stamped.event()),
              stamped.event().by());
      case RolloutInput.Report(var report) ->
          step(productOf(record.key()), new RolloutEvent.CountsChanged(report));
    }
  }

  private void wake() {
    Instant now = now();
    List<String> due =
        wakeAt.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    for (String product : due) {
      wakeAt.remove(product);
      step(new ProductName(product), new RolloutEvent.TimePassed());
    }
    endTurn();
  }

  /// What every turn ends with: what is due next, and how many releases wait.
  private void endTurn() {
    wakeAt.values().stream().min(Comparator.naturalOrder()).ifPresent(timeAlarm::setAt);
    if (waiting.size() > 0) {
      policyAlarm.setIn(POLICY_INTERVAL);
    }
    meters.waiting(context.taskId().partition(), waiting.size());
  }

  private void released(StampedEvent<ReleaseEvent> stamped) {
    switch (stamped.event()) {
      case ReleaseSigned signed -> offer(stamped, signed);
      case ReleaseWithdrawn withdrawn ->
          step(withdrawn.release().product(), RolloutEvents.of(withdrawn));
      case DeltasSigned deltas -> step(deltas.release().product(), RolloutEvents.of(deltas));
    }
  }

  /// Gives a release to the machine, or lets it wait for its policy.
  private void offer(StampedEvent<ReleaseEvent> stamped, ReleaseSigned signed) {
    RolloutId rollout = WaitingReleases.rollout(signed);
    if (signed.counter() <= read(rollout.product()).history().lastCounter()) {
      dropWaiting(signed);
      return;
    }
    records.follow(rollout, stamped.trace());
    switch (policies.choose(signed)) {
      case PolicyChoice.Found(var policy) -> {
        waiting.remove(rollout);
        step(rollout.product(), RolloutEvents.of(signed, policy));
      }
      case PolicyChoice.NotYet(var reason) -> {
        waiting.put(stamped, rollout);
        recordWaiting(signed, reason);
      }
    }
  }

  private void offerWaiting() {
    for (StampedEvent<ReleaseEvent> stamped : waiting.all()) {
      released(stamped);
    }
    endTurn();
  }

  /// A release that came before, or that a higher counter passed while it waited for its policy.
  private void dropWaiting(ReleaseSigned signed) {
    RolloutId rollout = WaitingReleases.rollout(signed);
    Optional<RolloutSnapshot> shown =
        records.find(rollout).map(RolloutChanged::snapshot).filter(RolloutProcessor::isWaiting);
    waiting.remove(rollout);
    if (shown.isPresent()) {
      output.record(
          new RolloutChanged(
              snapshot(signed, "superseded", "a higher counter was released"), "superseded", ""));
    } else {
      LOG.atDebug().addKeyValue("rollout", rollout).log("stale release");
    }
  }

  private void recordWaiting(ReleaseSigned signed, String reason) {
    Optional<String> shown =
        records
            .find(WaitingReleases.rollout(signed))
            .map(RolloutChanged::snapshot)
            .filter(RolloutProcessor::isWaiting)
            .map(RolloutSnapshot::reason);
    if (!shown.equals(Optional.of(reason))) {
      output.record(
          new RolloutChanged(snapshot(signed, WAITING_FOR_POLICY, reason), WAITING_FOR_POLICY, ""));
    }
  }

  private RolloutSnapshot snapshot(ReleaseSigned signed, String state, String reason) {
    return new RolloutSnapshot(
        WaitingReleases.rollout(signed),
        signed.release(),
        signed.counter(),
        state,
        reason,
        now(),
        List.of());
  }

  private static boolean isWaiting(RolloutSnapshot rollout) {
    return rollout.state().equals(WAITING_FOR_POLICY);
  }

  private void step(ProductName product, RolloutEvent event) {
    step(product, event, "");
  }

  /// @param by whose order it is; empty if it is nobody's
  private void step(ProductName product, RolloutEvent event, String by) {
    ProductRollouts before = read(product);
    switch (RolloutMachine.step(before, event, now())) {
      case Transition.Applied(var after, var effects) -> {
        if (!after.equals(before)) {
          states.put(product.value(), RolloutsCodec.encode(after));
        }
        effects.forEach(effect -> output.perform(after, effect, by));
        if (after.findActive().filter(Rollout::unrecorded).isPresent()) {
          output.show(after);
        }
      }
      case Transition.Ignored(_, var reason) ->
          LOG.atDebug()
              .addKeyValue("product", product)
              .addKeyValue("event", event)
              .addKeyValue("reason", reason)
              .log("stale event");
    }
  }

  private ProductRollouts read(ProductName product) {
    byte[] bytes = states.get(product.value());
    return bytes == null ? ProductRollouts.initial(product) : decode(bytes);
  }

  /// Reads the kept state of a product's rollouts.
  static ProductRollouts decode(byte[] bytes) {
    try {
      return RolloutsCodec.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("the kept state of a product must be readable", e);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  /// The part of a key before the first slash.
  private static ProductName productOf(String key) {
    int slash = key.indexOf('/');
    return new ProductName(slash < 0 ? key : key.substring(0, slash));
  }
}
