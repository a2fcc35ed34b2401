package dev.sluice.kafka;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes events as Kafka records: CloudEvents 1.0, Kafka protocol binding.
///
/// With headers it is binary mode: attributes as `ce_…` headers, data as the value. Where Kafka
/// gives no headers, as in the state stores of Streams, it is structured mode. Tombstones pass
/// through as `null`, as Kafka wants it.
public final class EventSerializer implements Serializer<StampedEvent<?>> {
  static final String PREFIX = "ce_";
  static final String CONTENT_TYPE = "content-type";
  static final String DATA_CONTENT_TYPE = "datacontenttype";

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable StampedEvent<?> event) {
    return event == null ? null : EventCodec.encodeStructured(event);
  }

  @Override
  public byte @Nullable [] serialize(
      String topic, Headers headers, @Nullable StampedEvent<?> event) {
    if (event == null) {
      return null;
    }
    // Streams hands on the headers of the event that led to this one.
    for (Header header : headers.toArray()) {
      if (header.key().startsWith(PREFIX)) {
        headers.remove(header.key());
      }
    }
    headers.remove(CONTENT_TYPE);
    EventCodec.attributes(event)
        .forEach((name, value) -> headers.add(headerName(name), utf8(value)));
    return EventCodec.data(event.event());
  }

  private static String headerName(String attribute) {
    return attribute.equals(DATA_CONTENT_TYPE) ? CONTENT_TYPE : PREFIX + attribute;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
