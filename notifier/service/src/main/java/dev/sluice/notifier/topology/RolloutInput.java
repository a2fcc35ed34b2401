package dev.sluice.notifier.topology;

import dev.sluice.events.StampedEvent;
import dev.sluice.kafka.EventSerde;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.ReportCodec;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// What comes in at the product half.
sealed interface RolloutInput {
  /// An event of the pipeline.
  record Event(StampedEvent stamped) implements RolloutInput {}

  /// The totals of one partition of the devices.
  record Report(PartitionReport report) implements RolloutInput {}

  /// Reads events.
  final class EventReader implements Deserializer<RolloutInput> {
    private final EventSerde events = new EventSerde();

    @Override
    public @Nullable RolloutInput deserialize(String topic, byte[] data) {
      return event(events.deserialize(topic, data));
    }

    @Override
    public @Nullable RolloutInput deserialize(String topic, Headers headers, byte[] data) {
      return event(events.deserialize(topic, headers, data));
    }

    /// A record without a value deletes its key, and is no event.
    private static @Nullable RolloutInput event(@Nullable StampedEvent stamped) {
      return stamped == null ? null : new Event(stamped);
    }
  }

  /// Reads totals.
  final class ReportReader implements Deserializer<RolloutInput> {
    private static final JsonLimits LIMITS = JsonLimits.ofLength(NotifierTopology.MAX_RECORD_BYTES);

    @Override
    public RolloutInput deserialize(String topic, byte[] data) {
      try {
        return new Report(ReportCodec.fromJson(StrictJson.parseObject(data, LIMITS)));
      } catch (MalformedJsonException e) {
        throw new SerializationException(e.getMessage(), e);
      }
    }
  }
}
