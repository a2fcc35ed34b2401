package dev.sluice.events.confirmation;

import dev.sluice.events.ByteString;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.field.Fields;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.key.Ed25519Signatures;

/// A confirmation with its device's signature, so that no edge node can forge one.
///
/// A decoded one is well-formed; whether it is genuine, [#isSignedBy(DevicePublicKey)] says.
///
/// @param confirmation the report
/// @param signature ed25519 over [Confirmation#signedBytes()], 64 bytes
public record SignedConfirmation(Confirmation confirmation, ByteString signature)
    implements ConfirmationEvent {
  /// The CloudEvents type.
  public static final String TYPE = "confirmation";

  private static final int SIGNATURE_LENGTH_BYTES = 64;

  /// Checks the length of the signature.
  public SignedConfirmation {
    Fields.require(
        signature.lengthBytes() == SIGNATURE_LENGTH_BYTES,
        "signature of " + signature.lengthBytes() + " bytes");
  }

  /// Whether the device with this key signed it.
  ///
  /// @param key one that [Ed25519Signatures#isSafeKey(byte\[\])] has accepted
  public boolean isSignedBy(DevicePublicKey key) {
    return isSignedBy(key, SignatureCheck.PORTABLE);
  }

  /// As [#isSignedBy(DevicePublicKey)], looked at by `check`.
  public boolean isSignedBy(DevicePublicKey key, SignatureCheck check) {
    return check.isSigned(key.bytes(), confirmation.signedBytes(), signature.bytes());
  }

  @Override
  public String key() {
    return confirmation.device().value();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    return JsonObject.builder()
        .put("confirmation", confirmation.toJson())
        .put("signature", signature.base64())
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static SignedConfirmation fromData(JsonObject data) throws MalformedJsonException {
    ByteString signature =
        ByteString.findBase64(data.requireString("signature"))
            .filter(bytes -> bytes.lengthBytes() == SIGNATURE_LENGTH_BYTES)
            .orElseThrow(() -> data.malformed("signature", "64 bytes in Base64"));
    return new SignedConfirmation(
        Confirmation.fromJson(data.requireObject("confirmation")), signature);
  }
}
