package dev.sluice.notifier.topology;

import dev.sluice.events.DeltasSigned;
import dev.sluice.events.Event;
import dev.sluice.events.Order;
import dev.sluice.events.ReleaseEvent;
import dev.sluice.events.ReleaseSigned;
import dev.sluice.events.ReleaseWithdrawn;
import dev.sluice.events.RingsPlanned;
import dev.sluice.events.RingsRefused;
import dev.sluice.events.RingsSigned;
import dev.sluice.events.RolloutCommand;
import dev.sluice.events.RolloutOrdered;
import dev.sluice.events.SigningEvent;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.Effect;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.RolloutEvent;
import dev.sluice.rollout.RolloutMachine;
import dev.sluice.rollout.RolloutsCodec;
import dev.sluice.rollout.Transition;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
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

  /// How late a timer may be.
  private static final Duration TIMER_INTERVAL = Duration.ofMillis(200);

  private final Function<ProductName, RolloutPolicy> policies;

  /// When each product has to be looked at; rebuilt at the start by looking at all of them.
  private final Map<String, Instant> wakeAt = new HashMap<>();

  private ProcessorContext<String, StampedEvent<?>> context;
  private KeyValueStore<String, byte[]> states;

  @NullUnmarked // Streams calls init before anything else
  RolloutProcessor(Function<ProductName, RolloutPolicy> policies) {
    this.policies = policies;
  }

  @Override
  public void init(ProcessorContext<String, StampedEvent<?>> newContext) {
    context = newContext;
    states = context.getStateStore(NotifierTopology.ROLLOUTS_STORE);
    // A processor is used again after an aborted transaction.
    wakeAt.clear();
    try (KeyValueIterator<String, byte[]> all = states.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> state = all.next();
        wakeAt.put(state.key, Instant.EPOCH);
      }
    }
    var _ = context.schedule(TIMER_INTERVAL, PunctuationType.WALL_CLOCK_TIME, _ -> wake());
  }

  @Override
  public void process(Record<String, RolloutInput> record) {
    switch (record.value()) {
      case RolloutInput.Release(var stamped) -> step(stamped.event().key(), of(stamped.event()));
      case RolloutInput.Signing(var stamped) ->
          find(stamped.event()).ifPresent(event -> step(stamped.event().key(), event));
      case RolloutInput.Command(var stamped) -> step(stamped.event().key(), of(stamped.event()));
      case RolloutInput.Report(var report) ->
          step(record.key(), new RolloutEvent.CountsChanged(report));
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
  }

  private void step(String key, RolloutEvent event) {
    step(productOf(key), event);
  }

  private void step(ProductName product, RolloutEvent event) {
    ProductRollouts before = read(product);
    switch (RolloutMachine.step(before, event, now())) {
      case Transition.Applied(var after, var effects) -> {
        if (!after.equals(before)) {
          states.put(product.value(), RolloutsCodec.encode(after));
        }
        effects.forEach(effect -> perform(product, effect));
      }
      case Transition.Ignored(_, var reason) ->
          LOG.debug("stale event product={} event={} reason={}", product, event, reason);
    }
  }

  private void perform(ProductName product, Effect effect) {
    switch (effect) {
      case Effect.PlanRings(var event) -> {
        send(event);
        forward(event, NotifierTopology.DOCUMENTS_SINK);
      }
      case Effect.AnnounceWave(var event) -> send(event);
      case Effect.AnnounceHalt(var event) -> send(event);
      case Effect.RecordChange(var event) -> {
        send(event);
        LOG.info(
            "rollout changed rollout={} release={} change={} state={} reason={}",
            event.snapshot().id(),
            event.snapshot().release(),
            event.change(),
            event.snapshot().state(),
            event.snapshot().reason());
      }
      case Effect.ScheduleAt(var at) -> wakeAt.put(product.value(), at);
    }
  }

  private void send(Event event) {
    forward(event, NotifierTopology.EVENTS_OF_ROLLOUTS);
  }

  private void forward(Event event, String child) {
    var stamped = Stamps.stamp(event, now());
    context.forward(new Record<>(event.key(), stamped, context.currentSystemTimeMs()), child);
  }

  private ProductRollouts read(ProductName product) {
    byte[] bytes = states.get(product.value());
    try {
      return bytes == null ? ProductRollouts.initial(product) : RolloutsCodec.decode(bytes);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("the state of product " + product + " must be readable", e);
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

  private static Optional<RolloutEvent> find(SigningEvent event) {
    return switch (event) {
      case RingsSigned rings ->
          Optional.of(new RolloutEvent.RingsSigned(rings.sequence(), rings.versions()));
      case RingsRefused refused ->
          Optional.of(
              new RolloutEvent.RingsRefused(refused.sequence(), refused.lastSignedSequence()));
      // Our own.
      case RingsPlanned _ -> Optional.empty();
    };
  }

  private RolloutEvent of(ReleaseEvent event) {
    return switch (event) {
      case ReleaseSigned signed -> {
        var release = new ReleaseRef(signed.release(), signed.counter(), signed.manifest());
        RolloutPolicy policy = policies.apply(signed.release().product());
        yield new RolloutEvent.ReleaseSigned(release, policy);
      }
      case ReleaseWithdrawn withdrawn ->
          new RolloutEvent.Ordered(
              new RolloutId(withdrawn.release().product(), withdrawn.counter()),
              Order.HALT,
              "signer",
              "withdrawn: " + withdrawn.reason());
      case DeltasSigned deltas ->
          new RolloutEvent.DeltasSigned(deltas.counter(), deltas.complete());
    };
  }

  private static RolloutEvent of(RolloutCommand command) {
    return switch (command) {
      case RolloutOrdered ordered ->
          new RolloutEvent.Ordered(
              ordered.rollout(), ordered.order(), ordered.by(), ordered.reason());
    };
  }
}
