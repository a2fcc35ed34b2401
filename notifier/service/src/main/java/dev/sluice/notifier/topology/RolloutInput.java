package dev.sluice.notifier.topology;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.TraceParent;
import dev.sluice.events.command.RolloutCommand;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.ReportCodec;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// What comes in at the product half.
sealed interface RolloutInput {
  /// What the signer vouches for.
  record Release(StampedEvent<ReleaseEvent> stamped) implements RolloutInput {}

  /// What became of a planned rings document.
  record Signing(StampedEvent<SigningEvent> stamped) implements RolloutInput {}

  /// What a person orders.
  record Command(StampedEvent<RolloutCommand> stamped) implements RolloutInput {}

  /// The totals of one partition of the devices.
  record Report(PartitionReport report) implements RolloutInput {}

  /// The trace that it belongs to; totals belong to none.
  default Optional<TraceParent> trace() {
    return switch (this) {
      case Release(var stamped) -> stamped.trace();
      case Signing(var stamped) -> stamped.trace();
      case Command(var stamped) -> stamped.trace();
      case Report _ -> Optional.empty();
    };
  }

  /// Reads the events of one topic.
  final class EventReader<E extends Event> implements Deserializer<RolloutInput> {
    private final EventDeserializer<E> events;
    private final Function<StampedEvent<E>, RolloutInput> input;

    EventReader(Topic<E> topic, Function<StampedEvent<E>, RolloutInput> input) {
      this.events = new EventDeserializer<>(topic);
      this.input = input;
    }

    @Override
    public @Nullable RolloutInput deserialize(String topic, byte[] data) {
      return input(events.deserialize(topic, data));
    }

    @Override
    public @Nullable RolloutInput deserialize(String topic, Headers headers, byte[] data) {
      return input(events.deserialize(topic, headers, data));
    }

    /// A record without a value deletes its key, and is no event.
    private @Nullable RolloutInput input(@Nullable StampedEvent<E> stamped) {
      return stamped == null ? null : input.apply(stamped);
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
