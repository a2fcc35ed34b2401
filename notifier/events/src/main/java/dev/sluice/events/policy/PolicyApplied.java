package dev.sluice.events.policy;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.List;
import java.util.Set;

/// A person gave a product another rollout policy.
///
/// @param product whose rollouts
/// @param version one more than the policy before, from 1
/// @param document the policy as it was applied, in YAML; at most [#MAX_DOCUMENT_LENGTH] characters
/// @param by who applied it
/// @param reason why; may be empty
/// @param floors the floor releases that the document names, for those who do not read policies; at
///     most [FloorReleases#MAX_FLOORS], each once
public record PolicyApplied(
    ProductName product,
    long version,
    String document,
    String by,
    String reason,
    List<Version> floors)
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
    floors = List.copyOf(floors);
    Fields.require(
        floors.size() <= FloorReleases.MAX_FLOORS && Set.copyOf(floors).size() == floors.size(),
        "expected at most " + FloorReleases.MAX_FLOORS + " floor releases, each once: " + floors);
  }

  /// A policy that names no floor release.
  public PolicyApplied(
      ProductName product, long version, String document, String by, String reason) {
    this(product, version, document, by, reason, List.of());
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
    var json =
        JsonObject.builder()
            .put("product", product.value())
            .put("version", version)
            .put("document", document)
            .put("by", by)
            .put("reason", reason);
    if (!floors.isEmpty()) {
      json.put("floors", JsonArray.ofStrings(floors.stream().map(Version::value).toList()));
    }
    return json.build();
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
        Fields.text(data, "reason"),
        data.has("floors")
            ? Members.requireDistinct(
                data,
                "floors",
                Version.SYNTAX,
                FloorReleases.MAX_FLOORS,
                Version::isValid,
                Version::new)
            : List.of());
  }
}
