package dev.sluice.notifier.external.message;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.PlainJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What a channel sends of one event: the CloudEvent, and the same in words.
///
/// @param id the event's own, the same each time that it is sent: receivers recognise repetitions
/// @param source who sent the event
/// @param type the CloudEvents type
/// @param document the CloudEvent in structured mode
/// @param words the same for people
/// @param link the page of the console that shows more, if the console's address is known
public record Notice(
    String id, String source, String type, String document, Words words, Optional<URI> link) {
  /// The type of what is sent to try a channel.
  public static final String TEST_TYPE = "channel.tested";

  /// An event in words.
  ///
  /// @param title one line
  /// @param details more lines; may be empty
  public record Words(String title, String details) {}

  /// The notice of an event.
  ///
  /// @param console the console's address, if it is known
  public static Notice of(StampedEvent<?> stamped, Optional<URI> console) {
    Event event = stamped.event();
    return new Notice(
        stamped.id(),
        stamped.source(),
        event.type(),
        new String(EventCodec.encodeStructured(stamped), StandardCharsets.UTF_8),
        Wording.of(event),
        console.map(base -> base.resolve(Wording.page(event))));
  }

  /// What is sent to try a channel.
  ///
  /// @param by who tries it
  public static Notice test(String channel, String by, Instant at) {
    String id = UUID.randomUUID().toString();
    String source = "sluice/channels";
    JsonObject document =
        JsonObject.builder()
            .put("specversion", "1.0")
            .put("id", id)
            .put("source", source)
            .put("type", TEST_TYPE)
            .put("subject", channel)
            .put("time", at.toString())
            .put("datacontenttype", EventCodec.DATA_CONTENT_TYPE)
            .put("data", JsonObject.builder().put("channel", channel).put("by", by).build())
            .build();
    return new Notice(
        id,
        source,
        TEST_TYPE,
        new String(PlainJson.encode(document), StandardCharsets.UTF_8),
        new Words("Test of channel " + channel, "sent by " + by + "; nothing has happened"),
        Optional.empty());
  }

  /// Title, details and link, each on lines of its own.
  public String text() {
    var text = new StringBuilder(words.title());
    if (!words.details().isEmpty()) {
      text.append('\n').append(words.details());
    }
    link.ifPresent(page -> text.append('\n').append(page));
    return text.toString();
  }

  /// The body of a message.
  public String body(ChannelFormat format) {
    return switch (format) {
      case CLOUDEVENTS -> document;
      case TEXT -> text();
    };
  }

  /// The media type of such a body.
  public static String mediaType(ChannelFormat format) {
    return switch (format) {
      case CLOUDEVENTS -> EventCodec.STRUCTURED_CONTENT_TYPE;
      case TEXT -> "text/plain; charset=utf-8";
    };
  }
}
