package dev.sluice.kafka;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads the events of one topic from Kafka records, in the mode that their headers say; refuses
/// events of other topics. Tombstones pass through as `null`.
///
/// @param <E> what the topic can hold
public final class EventDeserializer<E extends Event> implements Deserializer<StampedEvent<E>> {
  private final Topic<E> holds;

  /// @param holds whose events these are; Kafka's topic may have another name, such as an internal
  ///     one
  public EventDeserializer(Topic<E> holds) {
    this.holds = holds;
  }

  @Override
  public @Nullable StampedEvent<E> deserialize(String topic, byte @Nullable [] data) {
    try {
      return data == null ? null : EventCodec.decodeStructured(holds, data);
    } catch (MalformedJsonException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }

  @Override
  public @Nullable StampedEvent<E> deserialize(
      String topic, Headers headers, byte @Nullable [] data) {
    try {
      return data == null ? null : decode(holds, headers, data);
    } catch (MalformedJsonException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }

  /// Reads a record's event.
  ///
  /// @throws MalformedJsonException as [EventCodec#decode(Topic, Map, byte\[\])]
  public static <E extends Event> StampedEvent<E> decode(
      Topic<E> topic, Headers headers, byte[] data) throws MalformedJsonException {
    var attributes = new HashMap<String, String>();
    for (Header header : headers) {
      String value = HeaderValues.text(header);
      if (header.key().startsWith(EventSerializer.PREFIX)) {
        attributes.put(header.key().substring(EventSerializer.PREFIX.length()), value);
      } else if (header.key().equals(EventSerializer.CONTENT_TYPE)) {
        attributes.put(EventSerializer.DATA_CONTENT_TYPE, value);
      }
    }
    return attributes.containsKey("specversion")
        ? EventCodec.decode(topic, attributes, data)
        : EventCodec.decodeStructured(topic, data);
  }
}
