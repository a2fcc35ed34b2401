package dev.sluice.events.letter;

import dev.sluice.events.ByteString;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
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

  /// A letter about what had no headers and is no replay.
  public DeadLetter(
      String originalTopic, String originalKey, String reason, String consumer, ByteString data) {
    this(originalTopic, originalKey, reason, consumer, data, List.of(), Optional.empty());
  }

  /// One header of a record.
  public record Header(String name, ByteString value) {
    /// Checks the name.
    public Header {
      Fields.requireText(name);
    }
  }

  /// Whether a letter can keep these headers.
  public static boolean areShort(List<Header> headers) {
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
