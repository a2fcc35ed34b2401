package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.HexFormat;
import java.util.Set;

/// One signature of an envelope.
///
/// @param keyId the key that is said to have made it
/// @param hex the signature as the file has it; usually hexadecimal, but repositories also leave it
///     empty while a signer is still missing
/// @param unrecognized members that we do not know
public record Signature(String keyId, String hex, JsonObject unrecognized) {
  private static final Set<String> KNOWN = Set.of("keyid", "sig");

  /// A signature from its bytes.
  public static Signature of(String keyId, byte[] signature) {
    return new Signature(keyId, HexFormat.of().formatHex(signature), JsonObject.empty());
  }

  /// The signature's bytes; none if the text is not hexadecimal, and no key made that signature.
  public byte[] bytes() {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  static Signature decode(JsonObject json) throws MalformedJsonException {
    return new Signature(
        json.requireString("keyid"), json.requireString("sig"), json.without(KNOWN));
  }

  JsonObject toJson() {
    return JsonObject.builder().put("keyid", keyId).put("sig", hex).putAll(unrecognized).build();
  }
}
