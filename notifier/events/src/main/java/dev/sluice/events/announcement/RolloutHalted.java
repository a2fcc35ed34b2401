package dev.sluice.events.announcement;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A hint for a ring that its rollout is halted: who has not switched holds until it has read the
/// rings document that says so.
///
/// @param product whose fleet
/// @param ring name of the ring
/// @param rollout which rollout
/// @param sequence of the planned rings document that stops it, which may not be signed yet; or
///     [#NO_SEQUENCE]
/// @param reason why, for people
public record RolloutHalted(
    ProductName product, String ring, RolloutId rollout, long sequence, String reason)
    implements Announcement {
  /// The announcement names no document: a notifier of an earlier version sent it.
  public static final long NO_SEQUENCE = 0;

  /// The CloudEvents type.
  public static final String TYPE = "rollout.halted";

  /// Checks ring, sequence and text.
  public RolloutHalted {
    Fields.require(Ring.isName(ring), "not a ring name: " + ring);
    Fields.require(sequence >= NO_SEQUENCE, "sequence must be 0 or more, got " + sequence);
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
        .put("sequence", sequence)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RolloutHalted fromData(JsonObject data) throws MalformedJsonException {
    return new RolloutHalted(
        Members.requireProduct(data, "product"),
        Fields.ring(data, "ring"),
        Fields.rollout(data, "rollout"),
        data.find("sequence").isPresent()
            ? data.requireLong("sequence", NO_SEQUENCE, Long.MAX_VALUE)
            : NO_SEQUENCE,
        Fields.text(data, "reason"));
  }
}
