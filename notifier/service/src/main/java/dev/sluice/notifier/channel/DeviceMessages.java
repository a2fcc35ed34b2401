package dev.sluice.notifier.channel;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.announcement.MqttTopics;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;

/// What a device or an edge node may say on a topic of MQTT.
public final class DeviceMessages {
  private DeviceMessages() {}

  /// Reads a message, which must speak of the device or node whose topic it came on.
  ///
  /// @param topic where it came on
  /// @param body in structured mode
  /// @throws MalformedJsonException if it is no event
  /// @throws WrongTopicException if it is another kind of event, or another device's
  public static StampedEvent<?> read(String topic, byte[] body)
      throws MalformedJsonException, WrongTopicException {
    StampedEvent<?> stamped = EventCodec.decodeStructured(body);
    Event event = stamped.event();
    if (!topicOf(event).equals(Optional.of(topic))) {
      throw new WrongTopicException(
          "%s: expected a confirmation or report of this topic's device or node, got %s of %s"
              .formatted(topic, event.type(), event.key()));
    }
    return stamped;
  }

  private static Optional<String> topicOf(Event event) {
    if (event instanceof ConfirmationEvent confirmation) {
      return switch (confirmation) {
        case SignedConfirmation signed ->
            Optional.of(MqttTopics.confirmation(signed.confirmation().device()));
      };
    }
    return switch (event) {
      case DeviceReported reported -> Optional.of(MqttTopics.report(reported.device()));
      case NodeReported reported -> Optional.of(MqttTopics.report(reported.node()));
      default -> Optional.empty();
    };
  }
}
