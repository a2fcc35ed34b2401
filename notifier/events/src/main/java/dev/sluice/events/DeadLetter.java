package dev.sluice.events;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Something that a consumer could not handle, kept so that a person can look at it and replay it.
///
/// @param originalTopic where it came from
/// @param originalKey its key there; may be empty
/// @param reason what went wrong
/// @param consumer who could not handle it
/// @param data the structured CloudEvent, or the raw bytes of what is not one; cut by the sender to
///     [#MAX_DATA_LENGTH_BYTES]
public record DeadLetter(
    String originalTopic, String originalKey, String reason, String consumer, ByteString data)
    implements Event {
  /// Most bytes kept of what could not be handled.
  public static final int MAX_DATA_LENGTH_BYTES = 1 << 20;

  static final String TYPE = "dead.letter";

  /// Checks the texts and the length of the data.
  public DeadLetter {
    Fields.requireText(originalTopic);
    Fields.requireText(originalKey);
    Fields.requireText(reason);
    Fields.requireText(consumer);
    Fields.require(data.lengthBytes() <= MAX_DATA_LENGTH_BYTES, "too long: " + data);
  }

  @Override
  public Topic<DeadLetter> topic() {
    return Topic.DEAD_LETTERS;
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
    return JsonObject.builder()
        .put("originalTopic", originalTopic)
        .put("originalKey", originalKey)
        .put("reason", reason)
        .put("consumer", consumer)
        .put("data", data.base64())
        .build();
  }

  static DeadLetter fromData(JsonObject data) throws MalformedJsonException {
    return new DeadLetter(
        Fields.text(data, "originalTopic"),
        Fields.text(data, "originalKey"),
        Fields.text(data, "reason"),
        Fields.text(data, "consumer"),
        ByteString.findBase64(data.requireString("data"))
            .filter(bytes -> bytes.lengthBytes() <= MAX_DATA_LENGTH_BYTES)
            .orElseThrow(() -> data.malformed("data", "at most 1 MiB in Base64")));
  }
}
