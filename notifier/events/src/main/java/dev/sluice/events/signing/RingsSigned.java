package dev.sluice.events.signing;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A rings document is signed, and the covering timestamp is in the store.
///
/// @param product whose fleet
/// @param sequence the document's
/// @param document SHA-256 of its canonical bytes
/// @param versions the metadata that covers it
public record RingsSigned(
    ProductName product, long sequence, Digest document, MetadataVersions versions)
    implements SigningEvent {
  /// The CloudEvents type.
  public static final String TYPE = "rings.signed";

  /// Checks the sequence.
  public RingsSigned {
    Fields.requireSequence(sequence);
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
        .put("sequence", sequence)
        .put("document", document)
        .put("versions", versions.toJson())
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RingsSigned fromData(JsonObject data) throws MalformedJsonException {
    return new RingsSigned(
        Members.requireProduct(data, "product"),
        Fields.sequence(data, "sequence"),
        data.requireDigest("document"),
        MetadataVersions.fromJson(data.requireObject("versions")));
  }
}
