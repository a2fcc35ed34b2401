package dev.sluice.events.signing;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The notifier wants a rings document signed.
///
/// @param product whose fleet; the document's
/// @param sequence the document's; the signer refuses one not above the last that it signed
/// @param document what the rings should run
public record RingsPlanned(ProductName product, long sequence, RingsDocument document)
    implements SigningEvent {
  /// The CloudEvents type.
  public static final String TYPE = "rings.planned";

  /// Checks that product and sequence are the document's.
  public RingsPlanned {
    Fields.require(
        product.equals(document.product()) && sequence == document.sequence(),
        "product and sequence must be the document's");
  }

  /// The event for a document.
  public static RingsPlanned of(RingsDocument document) {
    return new RingsPlanned(document.product(), document.sequence(), document);
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
        .put("document", document.toJson())
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RingsPlanned fromData(JsonObject data) throws MalformedJsonException {
    RingsDocument document = RingsDocument.fromJson(data.requireObject("document"));
    if (!Members.requireProduct(data, "product").equals(document.product())) {
      throw data.malformed("product", "the document's product " + document.product());
    }
    if (data.requireLong("sequence") != document.sequence()) {
      throw data.malformed("sequence", "the document's sequence " + document.sequence());
    }
    return of(document);
  }
}
