package dev.sluice.events.command;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A person ordered something for a rollout.
///
/// @param rollout which rollout
/// @param order what is to be done
/// @param by who ordered it
/// @param reason why; may be empty
public record RolloutOrdered(RolloutId rollout, Order order, String by, String reason)
    implements RolloutOrder {
  /// The CloudEvents type.
  public static final String TYPE = "rollout.ordered";

  /// Checks the texts.
  public RolloutOrdered {
    Fields.requireText(by);
    Fields.requireText(reason);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    return JsonObject.builder()
        .put("rollout", rollout.toString())
        .put("order", Fields.word(order))
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RolloutOrdered fromData(JsonObject data) throws MalformedJsonException {
    return new RolloutOrdered(
        Fields.rollout(data, "rollout"),
        Fields.constant(data, "order", Order.class),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
