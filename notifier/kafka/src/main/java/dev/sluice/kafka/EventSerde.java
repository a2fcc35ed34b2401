package dev.sluice.kafka;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Events as Kafka records: CloudEvents 1.0, Kafka protocol binding.
///
/// With headers it is binary mode: attributes as `ce_…` headers, data as the value. Where Kafka
/// gives no headers, as in the state stores of Streams, it is structured mode. A record is read in
/// the mode that its headers say. Tombstones pass through as `null`, as Kafka wants it.
public final class EventSerde
    implements Serde<StampedEvent>, Serializer<StampedEvent>, Deserializer<StampedEvent> {
  private static final String PREFIX = "ce_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String DATA_CONTENT_TYPE = "datacontenttype";

  /// Has no settings; Kafka may also build it by name.
  public EventSerde() {}

  @Override
  public Serializer<StampedEvent> serializer() {
    return this;
  }

  @Override
  public Deserializer<StampedEvent> deserializer() {
    return this;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable StampedEvent event) {
    return event == null ? null : EventCodec.encodeStructured(event);
  }

  @Override
  public byte @Nullable [] serialize(String topic, Headers headers, @Nullable StampedEvent event) {
    if (event == null) {
      return null;
    }
    // Streams hands on the headers of the event that led to this one.
    for (Header header : headers.toArray()) {
      if (header.key().startsWith(PREFIX)) {
        headers.remove(header.key());
      }
    }
    EventCodec.attributes(event)
        .forEach(
            (name, value) -> headers.remove(headerName(name)).add(headerName(name), utf8(value)));
    return EventCodec.data(event.event());
  }

  @Override
  public @Nullable StampedEvent deserialize(String topic, byte @Nullable [] data) {
    try {
      return data == null ? null : EventCodec.decodeStructured(data);
    } catch (MalformedJsonException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }

  @Override
  public @Nullable StampedEvent deserialize(String topic, Headers headers, byte @Nullable [] data) {
    try {
      return data == null ? null : decode(headers, data);
    } catch (MalformedJsonException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }

  /// Reads a record's event.
  ///
  /// @throws MalformedJsonException as [EventCodec#decode(Map, byte\[\])]
  static StampedEvent decode(Headers headers, byte[] data) throws MalformedJsonException {
    var attributes = new HashMap<String, String>();
    for (Header header : headers) {
      String value = new String(header.value(), StandardCharsets.UTF_8);
      if (header.key().startsWith(PREFIX)) {
        attributes.put(header.key().substring(PREFIX.length()), value);
      } else if (header.key().equals(CONTENT_TYPE)) {
        attributes.put(DATA_CONTENT_TYPE, value);
      }
    }
    return attributes.containsKey("specversion")
        ? EventCodec.decode(attributes, data)
        : EventCodec.decodeStructured(data);
  }

  private static String headerName(String attribute) {
    return attribute.equals(DATA_CONTENT_TYPE) ? CONTENT_TYPE : PREFIX + attribute;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  public void close() {}
}
