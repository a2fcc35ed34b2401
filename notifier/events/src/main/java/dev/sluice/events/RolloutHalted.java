package dev.sluice.events;

import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A hint for a ring that its rollout is halted: who has not switched should refresh first.
///
/// @param product whose fleet
/// @param ring name of the ring
/// @param rollout which rollout
/// @param reason why, for people
public record RolloutHalted(ProductName product, String ring, RolloutId rollout, String reason)
    implements Announcement {
  static final String TYPE = "rollout.halted";

  /// Checks ring and text.
  public RolloutHalted {
    Fields.require(Ring.isName(ring), "not a ring name: " + ring);
    Fields.requireText(reason);
  }

  @Override
  public String key() {
    return product + "/" + ring;
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
        .put("rollout", rollout.toString())
        .put("reason", reason)
        .build();
  }

  static RolloutHalted fromData(JsonObject data) throws MalformedJsonException {
    return new RolloutHalted(
        Members.requireProduct(data, "product"),
        Fields.ring(data, "ring"),
        Fields.rollout(data, "rollout"),
        Fields.text(data, "reason"));
  }
}
