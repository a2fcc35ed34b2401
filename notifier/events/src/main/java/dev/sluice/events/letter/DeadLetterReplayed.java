package dev.sluice.events.letter;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The record of a dead letter was sent again to where it came from.
///
/// @param letter the letter's id
/// @param originalKey the letter's key
/// @param order the id of the [ReplayOrdered] that asked for it
/// @param by who ordered it
public record DeadLetterReplayed(String letter, String originalKey, String order, String by)
    implements DeadLetterRecord {
  /// The CloudEvents type.
  public static final String TYPE = "dead.letter.replayed";

  /// Checks the ids and texts.
  public DeadLetterReplayed {
    Fields.require(StampedEvent.isText(letter), "not the id of a letter: " + letter);
    Fields.require(StampedEvent.isText(order), "not the id of an order: " + order);
    Fields.requireText(originalKey);
    Fields.requireText(by);
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
        .put("order", order)
        .put("by", by)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeadLetterReplayed fromData(JsonObject data) throws MalformedJsonException {
    return new DeadLetterReplayed(
        DeadLetter.id(data, "letter"),
        Fields.text(data, "originalKey"),
        DeadLetter.id(data, "order"),
        Fields.text(data, "by"));
  }
}
