package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.events.TraceParent;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.Optional;

/// Finds the trace that a message belongs to, for the log: in its user property or, for a
/// CloudEvent with its attributes in the body, in that (W3C Trace Context; CloudEvents' distributed
/// tracing
/// extension).
final class Trace {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(Broker.MAX_MESSAGE_BYTES);

  private Trace() {}

  /// 32 hexadecimal digits; empty if the message carries no trace.
  static Optional<String> idOf(Mqtt5Publish message) {
    return ofProperties(message)
        .or(() -> ofBody(message.getPayloadAsBytes()))
        .flatMap(TraceParent::find)
        .map(TraceParent::traceId);
  }

  private static Optional<String> ofProperties(Mqtt5Publish message) {
    return message.getUserProperties().asList().stream()
        .filter(property -> property.getName().toString().equals(TraceParent.NAME))
        .map(property -> property.getValue().toString())
        .findFirst();
  }

  private static Optional<String> ofBody(byte[] body) {
    try {
      return StrictJson.parseObject(body, LIMITS).findString(TraceParent.NAME);
    } catch (MalformedJsonException _) {
      return Optional.empty(); // what a later version sends is forwarded all the same
    }
  }
}
