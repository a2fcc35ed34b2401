package dev.sluice.notifier.channel;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/// `sluice/device/+/confirmation` → `sluice.confirmations`, `sluice/device/+/report` and
/// `sluice/node/+/report` → `sluice.device-reports`.
///
/// A message must speak of the device or node whose topic it came on: the brokers let a device
/// publish there only, and no device as a node. Whether a confirmation is signed by that device is
/// checked where the keys are known.
/// The id that the device gave its event stays; its trace is that of the message, or else that of
/// the event.
final class DeviceMessageRoutes extends RouteBuilder implements RouteFailures.Origin {
  static final String CONFIRMATIONS = "confirmations-up";
  static final String REPORTS = "reports-up";

  /// Headers of an exchange.
  static final String TOPIC = "SluiceMqttTopic";

  static final String TRACE = "SluiceTraceParent";

  private final EventProducer producer;
  private final RouteHealth health;

  DeviceMessageRoutes(EventProducer producer, RouteHealth health) {
    this.producer = producer;
    this.health = health;
  }

  /// Where a route takes messages.
  static String input(String route) {
    return "direct:" + route;
  }

  @Override
  public void configure() {
    RouteFailures.declare(this, producer, "bridge", this, health);
    for (String route : new String[] {CONFIRMATIONS, REPORTS}) {
      from(input(route)).routeId(route).process(this::toKafka).process(_ -> health.ok(route));
    }
  }

  @Override
  public String topic(Exchange exchange) {
    return exchange.getMessage().getHeader(TOPIC, "", String.class);
  }

  @Override
  public String key(Exchange exchange) {
    return MqttTopics.parse(topic(exchange))
        .map(
            parsed ->
                switch (parsed) {
                  case MqttTopics.OfDevice(var device, _) -> device.value();
                  case MqttTopics.OfNode(var node) -> node.value();
                  case MqttTopics.Announcement _ -> "";
                })
        .orElse("");
  }

  private void toKafka(Exchange exchange)
      throws MalformedJsonException, WrongTopicException, UndeliveredEventException {
    StampedEvent<?> stamped =
        DeviceMessages.read(topic(exchange), exchange.getMessage().getBody(byte[].class));
    Optional<TraceParent> trace =
        TraceParent.find(exchange.getMessage().getHeader(TRACE, "", String.class));
    producer.forward(
        new StampedEvent<>(
            stamped.id(),
            stamped.source(),
            stamped.time(),
            trace.or(stamped::trace),
            stamped.event()));
  }
}
