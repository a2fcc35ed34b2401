package dev.sluice.events.command;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.field.Fields;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;

/// Somebody keeps devices out of the releases of a product, or lets them in again.
///
/// @param product whose releases
/// @param name of the hold, a word
/// @param where which devices are kept out; empty lifts the hold of that name
/// @param by who ordered it
/// @param reason why; may be empty
public record SafeguardOrdered(
    ProductName product, String name, Optional<Condition> where, String by, String reason)
    implements RolloutCommand {
  /// The CloudEvents type.
  public static final String TYPE = "safeguard.ordered";

  /// Checks name, condition and texts.
  public SafeguardOrdered {
    Fields.require(DeviceAttributes.isWord(name), "expected " + DeviceAttributes.WORD_SYNTAX);
    where = where.map(condition -> SafeguardHold.of(product, name, condition).where());
    Fields.requireText(by);
    Fields.requireText(reason);
  }

  /// The hold to add; empty if one is lifted.
  public Optional<SafeguardHold> findHold() {
    return where.map(condition -> new SafeguardHold(name, condition));
  }

  @Override
  public String key() {
    return product.value();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var json = JsonObject.builder().put("product", product.value()).put("name", name);
    where.ifPresent(condition -> json.put("where", condition.toString()));
    return json.put("by", by).put("reason", reason).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static SafeguardOrdered fromData(JsonObject data) throws MalformedJsonException {
    String name =
        Members.require(
            data, "name", DeviceAttributes.WORD_SYNTAX, DeviceAttributes::isWord, word -> word);
    Optional<Condition> where =
        data.has("where") ? Optional.of(SafeguardHold.condition(data)) : Optional.empty();
    try {
      return new SafeguardOrdered(
          Members.requireProduct(data, "product"),
          name,
          where,
          Fields.text(data, "by"),
          Fields.text(data, "reason"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException(
          "where", "what devices know of themselves", String.valueOf(e.getMessage()));
    }
  }
}
