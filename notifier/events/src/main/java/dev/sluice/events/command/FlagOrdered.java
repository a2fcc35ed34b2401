package dev.sluice.events.command;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// Somebody switches a feature flag off for a ring, or on again, whatever its releases say.
///
/// @param product a set of flags
/// @param ring whose devices
/// @param flag which flag
/// @param off whether it is switched off; if not, the devices have it as their release says
/// @param by who ordered it
/// @param reason why; may be empty
public record FlagOrdered(
    ProductName product, String ring, FlagName flag, boolean off, String by, String reason)
    implements RolloutCommand {
  /// The CloudEvents type.
  public static final String TYPE = "flag.ordered";

  /// Checks ring and texts.
  public FlagOrdered {
    Fields.require(Ring.isName(ring), "expected " + Ring.NAME_SYNTAX);
    Fields.requireText(by);
    Fields.requireText(reason);
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
    return JsonObject.builder()
        .put("product", product.value())
        .put("ring", ring)
        .put("flag", flag.value())
        .put("off", off)
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static FlagOrdered fromData(JsonObject data) throws MalformedJsonException {
    return new FlagOrdered(
        Members.requireProduct(data, "product"),
        Fields.ring(data, "ring"),
        Members.require(data, "flag", FlagName.SYNTAX, FlagName::isValid, FlagName::new),
        data.requireBoolean("off"),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
