package dev.sluice.notifier.channel;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.kafka.common.header.Headers;

/// `sluice.announcements` → `sluice/announce/<product>/<ring>`, retained, QoS 1.
///
/// While the broker is away the route tries again without end, and holds its partition meanwhile:
/// the poll interval is the longest that Kafka allows, and heartbeats keep the membership.
final class AnnouncementRoute extends RouteBuilder implements RouteFailures.Origin {
  static final String ROUTE = "announcements-down";

  private final String publisher;
  private final EventProducer producer;
  private final RouteHealth health;

  /// @param publisher the URI of the endpoint at the broker
  AnnouncementRoute(String publisher, EventProducer producer, RouteHealth health) {
    this.publisher = publisher;
    this.producer = producer;
    this.health = health;
  }

  @Override
  public void configure() {
    RouteFailures.declare(this, producer, "bridge", this, health);
    from(kafka()).routeId(ROUTE).process(this::toMqtt).to(publisher).process(_ -> health.ok(ROUTE));
  }

  @Override
  public String topic(Exchange exchange) {
    return Topic.ANNOUNCEMENTS.kafkaName();
  }

  @Override
  public String key(Exchange exchange) {
    return exchange.getMessage().getHeader(KafkaConstants.KEY, "", String.class);
  }

  private static String kafka() {
    return String.format(
        Locale.ROOT,
        "kafka:%s?groupId=mqtt-bridge&autoOffsetReset=earliest"
            + "&valueDeserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer"
            + "&isolationLevel=read_committed&sessionTimeoutMs=6000&heartbeatIntervalMs=2000"
            + "&fetchWaitMaxMs=%d&pollTimeoutMs=%d&maxPollIntervalMs=%d",
        Topic.ANNOUNCEMENTS.kafkaName(),
        KafkaConnection.MEMBER_WAIT.toMillis(),
        KafkaConnection.MEMBER_WAIT.toMillis(),
        Integer.MAX_VALUE);
  }

  private void toMqtt(Exchange exchange) throws MalformedJsonException {
    Message message = exchange.getMessage();
    if (message.getBody() == null) {
      exchange.setRouteStop(true); // a tombstone, which announces nothing
      return;
    }
    StampedEvent<Announcement> stamped =
        EventDeserializer.decode(
            Topic.ANNOUNCEMENTS,
            message.getHeader(KafkaConstants.HEADERS, Headers.class),
            message.getBody(byte[].class));
    message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, mqttTopic(stamped.event()));
    message.setBody(EventCodec.encodeStructured(stamped));
  }

  private static String mqttTopic(Announcement announcement) {
    return switch (announcement) {
      case WaveAnnounced wave -> MqttTopics.announce(wave.product(), wave.ring());
      case RolloutHalted halted -> MqttTopics.announce(halted.product(), halted.ring());
    };
  }
}
