package dev.sluice.events.policy;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A person gave a product another rollout policy.
///
/// @param product whose rollouts
/// @param version one more than the policy before, from 1
/// @param document the policy as it was applied, in YAML; at most [#MAX_DOCUMENT_LENGTH] characters
/// @param by who applied it
/// @param reason why; may be empty
public record PolicyApplied(
    ProductName product, long version, String document, String by, String reason)
    implements PolicyEvent {
  /// Longest document. A policy of a hundred rings is a tenth of it.
  public static final int MAX_DOCUMENT_LENGTH = 1 << 16;

  /// The CloudEvents type.
  public static final String TYPE = "policy.applied";

  /// Checks the version and the texts.
  public PolicyApplied {
    Fields.require(version >= 1, "version must be positive: " + version);
    Fields.require(
        Fields.isText(document, MAX_DOCUMENT_LENGTH),
        "document must be Unicode of at most " + MAX_DOCUMENT_LENGTH + " characters");
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
        .put("version", version)
        .put("document", document)
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static PolicyApplied fromData(JsonObject data) throws MalformedJsonException {
    return new PolicyApplied(
        Members.requireProduct(data, "product"),
        Fields.sequence(data, "version"),
        Fields.text(data, "document", MAX_DOCUMENT_LENGTH),
        Fields.text(data, "by"),
        Fields.text(data, "reason"));
  }
}
