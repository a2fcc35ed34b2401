package dev.sluice.notifier.topology;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.policy.PolicyEvent;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.tuf.json.MalformedJsonException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the latest policy of every product, in every notifier: that of product `default` has to
/// reach every partition.
///
/// It reads bytes, so that a record which cannot be read stops nobody: it is skipped and said.
final class PolicyKeeper implements Processor<String, byte[], Void, Void> {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyKeeper.class);

  private KeyValueStore<String, byte[]> policies;

  @NullUnmarked // Streams calls init before anything else
  PolicyKeeper() {}

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    policies = context.getStateStore(NotifierTopology.POLICIES_STORE);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    byte @Nullable [] data = record.value();
    if (data == null) {
      var _ = policies.delete(record.key());
      return;
    }
    try {
      keep(EventDeserializer.decode(Topic.POLICIES, record.headers(), data));
    } catch (MalformedJsonException e) {
      LOG.atError()
          .addKeyValue("key", record.key())
          .addKeyValue("reason", e.getMessage())
          .log("policy skipped: its event cannot be read");
    }
  }

  private void keep(StampedEvent<PolicyEvent> stamped) {
    switch (stamped.event()) {
      case PolicyApplied applied -> {
        byte @Nullable [] held = policies.get(applied.key());
        if (held == null || decode(held).event().version() <= applied.version()) {
          policies.put(applied.key(), EventCodec.encodeStructured(stamped));
          LOG.atInfo()
              .addKeyValue("product", applied.product())
              .addKeyValue("version", applied.version())
              .addKeyValue("by", applied.by())
              .log("policy applied");
        }
      }
    }
  }

  /// Reads what was kept.
  static StampedEvent<PolicyApplied> decode(byte[] bytes) {
    try {
      StampedEvent<PolicyEvent> kept = EventCodec.decodeStructured(Topic.POLICIES, bytes);
      return switch (kept.event()) {
        case PolicyApplied applied ->
            new StampedEvent<>(kept.id(), kept.source(), kept.time(), kept.trace(), applied);
      };
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a kept policy must be readable", e);
    }
  }
}
