package dev.sluice.notifier.channel;

import dev.sluice.events.Announcement;
import dev.sluice.events.EventCodec;
import dev.sluice.events.MqttTopics;
import dev.sluice.events.RolloutHalted;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.WaveAnnounced;
import dev.sluice.kafka.EventProducer;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// `sluice.announcements` → `sluice/announce/<product>/<ring>`, retained, QoS 1.
final class AnnouncementRoute extends RouteBuilder implements DeadLetters.Origin {
  private static final String HEADER_PREFIX = "ce_";

  /// Longer than a route's redeliveries may take, so that Kafka does not take the partition away.
  private static final long MAX_POLL_INTERVAL_MILLIS = 3 * 3_600_000L;

  private final BridgeConfig config;
  private final EventProducer producer;

  AnnouncementRoute(BridgeConfig config, EventProducer producer) {
    this.config = config;
    this.producer = producer;
  }

  @Override
  public void configure() {
    DeadLetters.declare(this, producer, "bridge", this);
    from(kafka())
        .routeId("announcements-down")
        .process(this::toMqtt)
        .to(MqttEndpoints.publisher(config, "sluice/announce"));
  }

  @Override
  public String topic(Exchange exchange) {
    return Topic.ANNOUNCEMENTS.kafkaName();
  }

  @Override
  public String key(Exchange exchange) {
    return exchange.getMessage().getHeader(KafkaConstants.KEY, "", String.class);
  }

  private String kafka() {
    return String.format(
        Locale.ROOT,
        "kafka:%s?brokers=%s&groupId=mqtt-bridge&autoOffsetReset=earliest"
            + "&valueDeserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer"
            + "&isolationLevel=read_committed&sessionTimeoutMs=6000&heartbeatIntervalMs=2000&pollTimeoutMs=500&maxPollIntervalMs=%d",
        Topic.ANNOUNCEMENTS.kafkaName(),
        config.kafka().bootstrapServers(),
        MAX_POLL_INTERVAL_MILLIS);
  }

  private void toMqtt(Exchange exchange) throws MalformedJsonException {
    Message message = exchange.getMessage();
    StampedEvent<Announcement> stamped =
        EventCodec.decode(
            Topic.ANNOUNCEMENTS,
            attributes(message.getHeader(KafkaConstants.HEADERS, Headers.class)),
            message.getBody(byte[].class));
    message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, mqttTopic(stamped.event()));
    message.setBody(EventCodec.encodeStructured(stamped));
  }

  private static Map<String, String> attributes(Headers headers) {
    Map<String, String> attributes = new HashMap<>();
    for (Header header : headers) {
      if (header.key().startsWith(HEADER_PREFIX)) {
        attributes.put(
            header.key().substring(HEADER_PREFIX.length()),
            new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return attributes;
  }

  private static String mqttTopic(Announcement announcement) {
    return switch (announcement) {
      case WaveAnnounced wave -> MqttTopics.announce(wave.product(), wave.ring());
      case RolloutHalted halted -> MqttTopics.announce(halted.product(), halted.ring());
    };
  }
}
