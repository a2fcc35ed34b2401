package dev.sluice.notifier.channel;

import dev.sluice.events.DeviceReported;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.MqttTopics;
import dev.sluice.events.SignedConfirmation;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.tuf.json.MalformedJsonException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/// `sluice/device/+/confirmation` → `sluice.confirmations`, `sluice/device/+/report` →
/// `sluice.device-reports`.
///
/// A message must speak of the device whose topic it came on: the brokers let a device publish
/// there only. Whether a confirmation is signed by that device is checked where the keys are known.
final class DeviceMessageRoutes extends RouteBuilder implements DeadLetters.Origin {
  /// Names of the clients in Camel's registry.
  static final String CONFIRMATIONS = "confirmations";

  static final String REPORTS = "reports";

  private final EventProducer producer;

  DeviceMessageRoutes(EventProducer producer) {
    this.producer = producer;
  }

  @Override
  public void configure() {
    DeadLetters.declare(this, producer, "bridge", this);
    from(MqttEndpoints.receiver(CONFIRMATIONS, MqttTopics.ALL_CONFIRMATIONS))
        .routeId("confirmations-up")
        .process(this::toKafka);
    from(MqttEndpoints.receiver(REPORTS, MqttTopics.ALL_REPORTS))
        .routeId("reports-up")
        .process(this::toKafka);
  }

  @Override
  public String topic(Exchange exchange) {
    return exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class);
  }

  @Override
  public String key(Exchange exchange) {
    return MqttTopics.parse(topic(exchange))
        .filter(MqttTopics.OfDevice.class::isInstance)
        .map(MqttTopics.OfDevice.class::cast)
        .map(of -> of.device().value())
        .orElse("");
  }

  private void toKafka(Exchange exchange)
      throws MalformedJsonException, WrongTopicException, UndeliveredEventException {
    String topic = topic(exchange);
    Event event = EventCodec.decodeStructured(exchange.getMessage().getBody(byte[].class)).event();
    if (!topic.equals(topicOf(event))) {
      throw new WrongTopicException(
          topic
              + ": a confirmation or report of this topic's device was expected, "
              + event.type()
              + " of "
              + event.key()
              + " came");
    }
    producer.send(event);
  }

  private static String topicOf(Event event) {
    return switch (event) {
      case SignedConfirmation signed -> MqttTopics.confirmation(signed.confirmation().device());
      case DeviceReported reported -> MqttTopics.report(reported.device());
      default -> "no topic of devices";
    };
  }
}
