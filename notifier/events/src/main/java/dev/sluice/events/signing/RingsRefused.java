package dev.sluice.events.signing;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// The signer refused a rings document because its sequence is not above the last that it signed.
///
/// @param product whose fleet
/// @param sequence what was asked for
/// @param lastSignedSequence what is signed; 0 if nothing
public record RingsRefused(ProductName product, long sequence, long lastSignedSequence)
    implements SigningEvent {
  /// The CloudEvents type.
  public static final String TYPE = "rings.refused";

  /// Checks the sequences.
  public RingsRefused {
    Fields.requireSequence(sequence);
    Fields.require(lastSignedSequence >= 0, "sequence out of range: " + lastSignedSequence);
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
        .put("lastSignedSequence", lastSignedSequence)
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static RingsRefused fromData(JsonObject data) throws MalformedJsonException {
    return new RingsRefused(
        Members.requireProduct(data, "product"),
        Fields.sequence(data, "sequence"),
        Fields.count(data, "lastSignedSequence"));
  }
}
