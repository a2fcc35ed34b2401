package dev.sluice.events.letter;

import dev.sluice.events.ByteString;
import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Something that a consumer could not handle, kept so that a person can look at it and replay it.
///
/// @param originalTopic where it came from
/// @param originalKey its key there; may be empty
/// @param reason what went wrong
/// @param consumer who could not handle it
/// @param data the record's bytes; with headers in binary mode, else a structured CloudEvent or
///     what is none; cut by the sender to [#MAX_DATA_LENGTH_BYTES]
/// @param headers those of the record, in their order, at most [#MAX_HEADERS] of together
///     [#MAX_HEADERS_LENGTH_BYTES]; none in letters of older senders
/// @param replayOf the id of the letter whose replay this is, if it is one
public record DeadLetter(
    String originalTopic,
    String originalKey,
    String reason,
    String consumer,
    ByteString data,
    List<Header> headers,
    Optional<String> replayOf)
    implements DeadLetterRecord {
  /// Most bytes kept of what could not be handled.
  public static final int MAX_DATA_LENGTH_BYTES = 1 << 20;

  /// Most headers kept; ours have about ten.
  public static final int MAX_HEADERS = 64;

  /// Most bytes of all values of headers.
  public static final int MAX_HEADERS_LENGTH_BYTES = 64 << 10;

  /// Most characters kept of a text.
  private static final int MAX_TEXT_LENGTH = 1_000;

  /// The CloudEvents type.
  public static final String TYPE = "dead.letter";

  /// Checks the texts and the lengths.
  public DeadLetter {
    headers = List.copyOf(headers);
    Fields.requireText(originalTopic);
    Fields.requireText(originalKey);
    Fields.requireText(reason);
    Fields.requireText(consumer);
    Fields.require(data.lengthBytes() <= MAX_DATA_LENGTH_BYTES, "too long: " + data);
    Fields.require(areShort(headers), "too many or too long headers");
    Fields.require(
        replayOf.filter(id -> !StampedEvent.isText(id)).isEmpty(), "not the id of a letter");
  }

  /// A letter about an event, which it holds in structured mode.
  ///
  /// @param reason why it could not be handled
  /// @param consumer who could not handle it
  public static DeadLetter about(StampedEvent<?> stamped, String reason, String consumer) {
    Event event = stamped.event();
    byte[] data = EventCodec.encodeStructured(stamped);
    String topic = event.topic().kafkaName();
    return about(topic, event.key(), reason, consumer, data, List.of(), Optional.empty());
  }

  /// A letter that always fits: texts and data are cut to what it holds, headers left out if they
  /// are more, both of which the reason says; what has no UTF-8 form is replaced.
  ///
  /// @param key the key in the topic; empty if there was none
  /// @param data the record's bytes
  /// @param headers those of the record
  /// @param replayOf the letter whose replay the record is, if it is one
  public static DeadLetter about(
      String topic,
      String key,
      String reason,
      String consumer,
      byte[] data,
      List<Header> headers,
      Optional<String> replayOf) {
    boolean fits = data.length <= MAX_DATA_LENGTH_BYTES;
    boolean areShort = areShort(headers);
    return new DeadLetter(
        clean(topic),
        clean(key),
        clean(reason)
            + (fits ? "" : " (data cut from " + data.length + " bytes)")
            + (areShort ? "" : " (" + headers.size() + " headers left out)"),
        clean(consumer),
        ByteString.of(fits ? data : Arrays.copyOf(data, MAX_DATA_LENGTH_BYTES)),
        areShort ? headers : List.of(),
        replayOf);
  }

  /// The same once more: its replay failed.
  ///
  /// @param id this letter's
  public DeadLetter again(String id, String newReason) {
    return new DeadLetter(
        originalTopic, originalKey, clean(newReason), consumer, data, headers, Optional.of(id));
  }

  private static String clean(String text) {
    return text.codePoints()
        .limit(MAX_TEXT_LENGTH)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// One header of a record.
  public record Header(String name, ByteString value) {
    /// Checks the name.
    public Header {
      Fields.requireText(name);
    }

    /// The same of a name that may be no text of ours.
    public static Header cleaned(String name, ByteString value) {
      return new Header(clean(name), value);
    }
  }

  /// Whether a letter can keep these headers.
  private static boolean areShort(List<Header> headers) {
    return headers.size() <= MAX_HEADERS
        && headers.stream().mapToLong(header -> header.value().lengthBytes()).sum()
            <= MAX_HEADERS_LENGTH_BYTES;
  }

  @Override
  public String key() {
    return originalKey;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var json =
        JsonObject.builder()
            .put("originalTopic", originalTopic)
            .put("originalKey", originalKey)
            .put("reason", reason)
            .put("consumer", consumer)
            .put("data", data.base64());
    if (!headers.isEmpty()) {
      json.put("headers", JsonArray.of(headers.stream().map(DeadLetter::header).toList()));
    }
    replayOf.ifPresent(id -> json.put("replayOf", id));
    return json.build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeadLetter fromData(JsonObject data) throws MalformedJsonException {
    List<Header> headers =
        data.has("headers")
            ? Fields.elements(data, "headers").decodeEach(DeadLetter::header)
            : List.of();
    if (!areShort(headers)) {
      throw data.malformed("headers", "at most 64 of together 64 KiB");
    }
    return new DeadLetter(
        Fields.text(data, "originalTopic"),
        Fields.text(data, "originalKey"),
        Fields.text(data, "reason"),
        Fields.text(data, "consumer"),
        ByteString.findBase64(data.requireString("data"))
            .filter(bytes -> bytes.lengthBytes() <= MAX_DATA_LENGTH_BYTES)
            .orElseThrow(() -> data.malformed("data", "at most 1 MiB in Base64")),
        headers,
        data.has("replayOf") ? Optional.of(id(data, "replayOf")) : Optional.empty());
  }

  private static JsonObject header(Header header) {
    return JsonObject.builder()
        .put("name", header.name())
        .put("value", header.value().base64())
        .build();
  }

  private static Header header(JsonObject json) throws MalformedJsonException {
    return new Header(
        Fields.text(json, "name"),
        ByteString.findBase64(json.requireString("value"))
            .orElseThrow(() -> json.malformed("value", "Base64")));
  }

  /// The id of a letter or an order.
  static String id(JsonObject data, String name) throws MalformedJsonException {
    String id = data.requireString(name);
    if (!StampedEvent.isText(id)) {
      throw data.malformed(name, "the id of an event");
    }
    return id;
  }
}
