package dev.sluice.events;

import static java.util.Map.entry;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.command.FlagOrdered;
import dev.sluice.events.command.RetryOrdered;
import dev.sluice.events.command.RingApproved;
import dev.sluice.events.command.RollbackOrdered;
import dev.sluice.events.command.RolloutOrdered;
import dev.sluice.events.command.SafeguardOrdered;
import dev.sluice.events.command.WavePromoted;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.field.Fields;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.DeadLetterReplayed;
import dev.sluice.events.letter.ReplayOrdered;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.tuf.json.JsonArray.ObjectDecoder;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Events as CloudEvents 1.0, in binary mode (attributes beside the data) and in structured mode
/// (one JSON document).
///
/// Unknown attributes and unknown members of the data are ignored; the subject, if there is one,
/// must be the event's key.
public final class EventCodec {
  /// No event is longer in either mode; a reader may stop here. A dead letter holds 1 MiB in
  /// Base64.
  public static final long MAX_LENGTH_BYTES = 3L << 20;

  /// Media type of the data of every event.
  public static final String DATA_CONTENT_TYPE = "application/json";

  /// Media type of the structured form.
  public static final String STRUCTURED_CONTENT_TYPE = "application/cloudevents+json";

  private static final String SPEC_VERSION = "1.0";

  private static final Map<String, ObjectDecoder<Event>> DECODERS =
      Map.ofEntries(
          entry(ArtifactPublished.TYPE, ArtifactPublished::fromData),
          entry(DeltasBuilt.TYPE, DeltasBuilt::fromData),
          entry(WithdrawalOrdered.TYPE, WithdrawalOrdered::fromData),
          entry(ReleaseSigned.TYPE, ReleaseSigned::fromData),
          entry(ReleaseWithdrawn.TYPE, ReleaseWithdrawn::fromData),
          entry(DeltasSigned.TYPE, DeltasSigned::fromData),
          entry(RingsPlanned.TYPE, RingsPlanned::fromData),
          entry(RingsSigned.TYPE, RingsSigned::fromData),
          entry(RingsRefused.TYPE, RingsRefused::fromData),
          entry(RolloutOrdered.TYPE, RolloutOrdered::fromData),
          entry(WavePromoted.TYPE, WavePromoted::fromData),
          entry(RingApproved.TYPE, RingApproved::fromData),
          entry(RollbackOrdered.TYPE, RollbackOrdered::fromData),
          entry(RetryOrdered.TYPE, RetryOrdered::fromData),
          entry(SafeguardOrdered.TYPE, SafeguardOrdered::fromData),
          entry(FlagOrdered.TYPE, FlagOrdered::fromData),
          entry(PolicyApplied.TYPE, PolicyApplied::fromData),
          entry(PrincipalChanged.TYPE, PrincipalChanged::fromData),
          entry(RolloutChanged.TYPE, RolloutChanged::fromData),
          entry(OrderRecorded.TYPE, OrderRecorded::fromData),
          entry(WaveAnnounced.TYPE, WaveAnnounced::fromData),
          entry(RolloutHalted.TYPE, RolloutHalted::fromData),
          entry(DeviceEnrolled.TYPE, DeviceEnrolled::fromData),
          entry(DeviceReported.TYPE, DeviceReported::fromData),
          entry(NodeReported.TYPE, NodeReported::fromData),
          entry(DeviceState.TYPE, DeviceState::fromData),
          entry(SignedConfirmation.TYPE, SignedConfirmation::fromData),
          entry(DeadLetter.TYPE, DeadLetter::fromData),
          entry(ReplayOrdered.TYPE, ReplayOrdered::fromData),
          entry(DeadLetterReplayed.TYPE, DeadLetterReplayed::fromData),
          entry(DeadLetterDiscarded.TYPE, DeadLetterDiscarded::fromData));

  private EventCodec() {}

  /// The CloudEvents attributes by name, without any transport's prefix.
  public static Map<String, String> attributes(StampedEvent<?> stamped) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("specversion", SPEC_VERSION);
    attributes.put("id", stamped.id());
    attributes.put("source", stamped.source());
    attributes.put("type", stamped.event().type());
    if (!stamped.event().key().isEmpty()) {
      attributes.put("subject", stamped.event().key());
    }
    attributes.put("time", stamped.time().toString());
    attributes.put("datacontenttype", DATA_CONTENT_TYPE);
    stamped.trace().ifPresent(trace -> attributes.put(TraceParent.NAME, trace.toString()));
    return attributes;
  }

  /// The data of an event as JSON.
  public static byte[] data(Event event) {
    return PlainJson.encode(event.toData());
  }

  /// Reads an event in binary mode.
  ///
  /// @param attributes by name, without any transport's prefix
  /// @throws MalformedJsonException if an attribute is absent or malformed, the type unknown, or
  ///     the data
  ///     not what the type requires
  public static StampedEvent<?> decode(Map<String, String> attributes, byte[] data)
      throws MalformedJsonException {
    var json = JsonObject.builder();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (!Fields.isText(attribute.getValue()) || !Fields.isText(attribute.getKey())) {
        throw new MalformedJsonException("attributes", "short Unicode texts", "another value");
      }
      json.put(attribute.getKey(), attribute.getValue());
    }
    return decode(
        json.build(), StrictJson.parseObject(data, JsonLimits.ofLength(MAX_LENGTH_BYTES)));
  }

  /// Reads an event of one topic in binary mode.
  ///
  /// @throws MalformedJsonException as [#decode(Map, byte\[\])], or if it is another topic's
  public static <E extends Event> StampedEvent<E> decode(
      Topic<E> topic, Map<String, String> attributes, byte[] data) throws MalformedJsonException {
    return require(topic, decode(attributes, data));
  }

  /// The event as one JSON document of CloudEvents: the payload on MQTT.
  public static byte[] encodeStructured(StampedEvent<?> stamped) {
    var json = JsonObject.builder();
    attributes(stamped).forEach(json::put);
    return PlainJson.encode(json.put("data", stamped.event().toData()).build());
  }

  /// Reads an event in structured mode.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, or as [#decode(Map, byte\[\])]
  public static StampedEvent<?> decodeStructured(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    return decode(json, json.requireObject("data"));
  }

  /// Reads an event of one topic in structured mode.
  ///
  /// @throws MalformedJsonException as [#decodeStructured(byte\[\])], or if it is another topic's
  public static <E extends Event> StampedEvent<E> decodeStructured(Topic<E> topic, byte[] document)
      throws MalformedJsonException {
    return require(topic, decodeStructured(document));
  }

  private static StampedEvent<?> decode(JsonObject attributes, JsonObject data)
      throws MalformedJsonException {
    if (!attributes.requireString("specversion").equals(SPEC_VERSION)) {
      throw attributes.malformed("specversion", SPEC_VERSION);
    }
    String contentType = attributes.findString("datacontenttype").orElse(DATA_CONTENT_TYPE);
    if (!contentType.equals(DATA_CONTENT_TYPE)) {
      throw attributes.malformed("datacontenttype", DATA_CONTENT_TYPE);
    }
    ObjectDecoder<Event> decoder = DECODERS.get(attributes.requireString("type"));
    if (decoder == null) {
      throw attributes.malformed("type", "a known event type");
    }
    Event event = decoder.decode(data);
    if (!attributes.findString("subject").orElse(event.key()).equals(event.key())) {
      throw attributes.malformed("subject", "the event's key " + event.key());
    }
    return new StampedEvent<>(
        text(attributes, "id"),
        text(attributes, "source"),
        Fields.time(attributes, "time"),
        attributes.findString(TraceParent.NAME).flatMap(TraceParent::find),
        event);
  }

  private static <E extends Event> StampedEvent<E> require(Topic<E> topic, StampedEvent<?> stamped)
      throws MalformedJsonException {
    Optional<StampedEvent<E>> narrowed = topic.narrow(stamped);
    if (narrowed.isEmpty()) {
      throw new MalformedJsonException("type", "an event of " + topic, stamped.event().type());
    }
    return narrowed.get();
  }

  private static String text(JsonObject attributes, String name) throws MalformedJsonException {
    String text = attributes.requireString(name);
    if (!StampedEvent.isText(text)) {
      throw attributes.malformed(name, "1 to 256 printable ASCII characters");
    }
    return text;
  }
}
