package dev.sluice.notifier.topology;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.rollout.Effect;
import dev.sluice.rollout.ProductRollouts;
import dev.sluice.rollout.Rollout;
import dev.sluice.rollout.Snapshots;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs the effects of the product half: each event goes out on the trace of its rollout.
final class RolloutOutput {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutOutput.class);

  private final ProcessorContext<String, StampedEvent<?>> context;
  private final RolloutRecords records;

  /// When each product has to be looked at; the owner's.
  private final Map<String, Instant> wakeAt;

  RolloutOutput(
      ProcessorContext<String, StampedEvent<?>> context,
      RolloutRecords records,
      Map<String, Instant> wakeAt) {
    this.context = context;
    this.records = records;
    this.wakeAt = wakeAt;
  }

  /// Performs one effect of a step.
  ///
  /// @param after the state that the step led to
  /// @param by whose order the step is; empty if it is nobody's
  void perform(ProductRollouts after, Effect effect, String by) {
    switch (effect) {
      case Effect.PlanRings(var event) -> {
        Optional<TraceParent> trace = after.findActive().map(Rollout::id).flatMap(records::trace);
        forward(event, trace, NotifierTopology.EVENTS_OF_ROLLOUTS);
        forward(event, trace, NotifierTopology.DOCUMENTS_SINK);
      }
      case Effect.AnnounceWave(var event) -> send(event, event.rollout());
      case Effect.AnnounceHalt(var event) -> send(event, event.rollout());
      case Effect.RecordChange(var event) -> record(event.orderedBy(by));
      case Effect.ScheduleAt(var at) -> wakeAt.put(after.product().value(), at);
    }
  }

  /// Writes to the audit log, and for those who ask.
  void record(RolloutChanged made) {
    RolloutChanged change = records.afterTheLast(made);
    RolloutSnapshot rollout = change.snapshot();
    records.put(send(change, rollout.id()));
    LOG.atInfo()
        .addKeyValue("rollout", rollout.id())
        .addKeyValue("release", rollout.release())
        .addKeyValue("change", change.change())
        .addKeyValue("state", rollout.state())
        .addKeyValue("reason", rollout.reason())
        .addKeyValue("traceId", records.trace(rollout.id()).map(TraceParent::traceId).orElse(""))
        .log("rollout changed");
  }

  /// Keeps how the active rollout stands for those who ask. Counts change several times a second
  /// under load, which the audit log need not hold.
  void show(ProductRollouts after) {
    after
        .findActive()
        .ifPresent(
            rollout -> {
              Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
              var progress = new RolloutChanged(Snapshots.of(rollout, now), "progress", "");
              records.put(Stamps.stamp(records.afterTheLast(progress), now));
            });
  }

  private <E extends Event> StampedEvent<E> send(E event, RolloutId rollout) {
    return forward(event, records.trace(rollout), NotifierTopology.EVENTS_OF_ROLLOUTS);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as events have it
  private <E extends Event> StampedEvent<E> forward(
      E event, Optional<TraceParent> trace, String child) {
    long now = context.currentSystemTimeMs();
    StampedEvent<E> stamped = Stamps.stamp(event, Instant.ofEpochMilli(now), trace);
    context.forward(new Record<>(event.key(), stamped, now), child);
    return stamped;
  }
}
