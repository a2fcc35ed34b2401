package dev.sluice.events.rollout;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Optional;

/// Somebody ordered something: an entry of the audit log.
///
/// Where an event of another topic is the order, this is its copy, with the order's id and time: so
/// a copy that comes twice is seen to be one.
///
/// @param kind what it is about; every kind but [AuditKind#CHANGE]
/// @param subject what it was ordered of: a rollout, a product, a device, whose token …; not empty
/// @param product the product that it concerns, if it concerns one
/// @param rollout the rollout that it concerns, if it concerns one
/// @param what the order in words, such as `pause`
/// @param by who ordered it
/// @param reason why; may be empty
public record OrderRecorded(
    AuditKind kind,
    String subject,
    Optional<ProductName> product,
    Optional<RolloutId> rollout,
    String what,
    String by,
    String reason)
    implements RolloutRecord {
  /// The CloudEvents type.
  public static final String TYPE = "order.recorded";

  /// Checks the texts.
  public OrderRecorded {
    Fields.require(kind != AuditKind.CHANGE, "a change is no order");
    Fields.require(!subject.isEmpty(), "an order has a subject");
    Fields.requireText(subject);
    Fields.requireText(what);
    Fields.requireText(by);
    Fields.requireText(reason);
  }

  /// The rollout, else the product, else the subject.
  @Override
  public String key() {
    return rollout
        .map(RolloutId::toString)
        .or(() -> product.map(ProductName::value))
        .orElse(subject);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var data =
        JsonObject.builder()
            .put("kind", Fields.word(kind))
            .put("subject", subject)
            .put("what", what)
            .put("by", by)
            .put("reason", reason);
    product.ifPresent(name -> data.put("product", name.value()));
    rollout.ifPresent(id -> data.put("rollout", id.toString()));
    return data.build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static OrderRecorded fromData(JsonObject data) throws MalformedJsonException {
    AuditKind kind = Fields.constant(data, "kind", AuditKind.class);
    String subject = Fields.text(data, "subject");
    if (kind == AuditKind.CHANGE || subject.isEmpty()) {
      throw data.malformed("kind", "an order with a subject");
    }
    return new OrderRecorded(
        kind,
        subject,
        data.has("product")
            ? Optional.of(Members.requireProduct(data, "product"))
            : Optional.empty(),
        data.has("rollout") ? Optional.of(Fields.rollout(data, "rollout")) : Optional.empty(),
        Fields.text(data, "what"),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
