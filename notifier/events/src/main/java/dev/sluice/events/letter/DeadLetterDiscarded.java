package dev.sluice.events.letter;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody decided that a dead letter needs no handling.
///
/// @param letter the letter's id
/// @param originalKey the letter's key
/// @param by who decided it
/// @param reason why
public record DeadLetterDiscarded(String letter, String originalKey, String by, String reason)
    implements DeadLetterRecord {
  /// The CloudEvents type.
  public static final String TYPE = "dead.letter.discarded";

  /// Checks the id and the texts.
  public DeadLetterDiscarded {
    Fields.require(StampedEvent.isText(letter), "not the id of a letter: " + letter);
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
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeadLetterDiscarded fromData(JsonObject data) throws MalformedJsonException {
    return new DeadLetterDiscarded(
        DeadLetter.id(data, "letter"),
        Fields.text(data, "originalKey"),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
