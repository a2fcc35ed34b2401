package dev.sluice.edge.hub;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.sluice.events.TraceParent;
import dev.sluice.program.trace.Traces;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells in traces and log which announcements were passed on. The trace of a message stands in its
/// user property or, for a CloudEvent with its attributes in the body, in that (W3C Trace Context;
/// CloudEvents' extension for distributed tracing).
final class ForwardingTrail {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardingTrail.class);
  private static final JsonLimits LIMITS = JsonLimits.ofLength(Broker.MAX_MESSAGE_BYTES);

  private final Traces traces;

  ForwardingTrail(Traces traces) {
    this.traces = traces;
  }

  /// The own broker has taken the announcement.
  void forwarded(Mqtt5Publish message) {
    traces.follow(
        "forward announcement",
        traceOf(message).map(TraceParent::toString),
        () -> LOG.atInfo().addKeyValue("topic", message.getTopic()).log("announcement forwarded"));
  }

  /// Empty if the message carries no trace.
  static Optional<TraceParent> traceOf(Mqtt5Publish message) {
    return ofProperties(message)
        .or(() -> ofBody(message.getPayloadAsBytes()))
        .flatMap(TraceParent::find);
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
