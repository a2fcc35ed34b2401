package dev.sluice.events.letter;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody wants a dead letter to be handled again: each such event replays it once.
///
/// @param letter the letter's id
/// @param originalKey the letter's key
/// @param partition of topic `dead-letters` where the letter is; 0 or more
/// @param offset of the letter in its partition; 0 or more
/// @param by who ordered it
/// @param reason why; may be empty
public record ReplayOrdered(
    String letter, String originalKey, int partition, long offset, String by, String reason)
    implements DeadLetterRecord {
  /// The CloudEvents type.
  public static final String TYPE = "dead.letter.replay.ordered";

  /// Checks id, texts and numbers.
  public ReplayOrdered {
    Fields.require(StampedEvent.isText(letter), "not the id of a letter: " + letter);
    Fields.require(partition >= 0 && offset >= 0, "the letter's place must not be negative");
    Fields.requireText(originalKey);
    Fields.requireText(by);
    Fields.requireText(reason);
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
        .put("letter", letter)
        .put("originalKey", originalKey)
        .put("partition", partition)
        .put("offset", offset)
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static ReplayOrdered fromData(JsonObject data) throws MalformedJsonException {
    return new ReplayOrdered(
        DeadLetter.id(data, "letter"),
        Fields.text(data, "originalKey"),
        Fields.smallCount(data, "partition"),
        Fields.count(data, "offset"),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
