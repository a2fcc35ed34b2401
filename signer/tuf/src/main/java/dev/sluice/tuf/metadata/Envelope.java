package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A metadata file: a document and signatures over its canonical form (TUF 1.0.34 section 4.2).
///
/// Nothing in it is trusted: whether enough of the right keys signed is asked with [Trustees].
///
/// @param signed the document, not interpreted yet
/// @param signatures at most one for each key id
/// @param unrecognized members that we do not know; they are not signed
public record Envelope(JsonObject signed, List<Signature> signatures, JsonObject unrecognized) {
  private static final Set<String> KNOWN = Set.of("signed", "signatures");

  /// Copies the list and checks that no key id signs twice.
  public Envelope {
    signatures = List.copyOf(signatures);
    if (!isUniqueByKeyId(signatures)) {
      throw new IllegalArgumentException("a key id must not sign twice");
    }
  }

  /// A document with signatures over [#signedBytes(RoleMetadata)].
  public static Envelope of(RoleMetadata document, List<Signature> signatures) {
    return new Envelope(document.toJson(), signatures, JsonObject.empty());
  }

  /// Reads a metadata file.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, too long, or has no document or
  ///     signatures
  public static Envelope decode(byte[] file, JsonLimits limits) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(file, limits);
    List<Signature> signatures = json.requireArray("signatures").decodeEach(Signature::decode);
    if (!isUniqueByKeyId(signatures)) {
      throw json.malformed("signatures", "each key id once");
    }
    return new Envelope(json.requireObject("signed"), signatures, json.without(KNOWN));
  }

  /// The bytes that a key signs to vouch for `document`.
  public static byte[] signedBytes(RoleMetadata document) {
    return CanonicalJson.encode(document.toJson());
  }

  /// The bytes that the signatures are over.
  public byte[] signedBytes() {
    return CanonicalJson.encode(signed);
  }

  /// The file: compact JSON, members in the order in which the document holds them.
  public byte[] encode() {
    return PlainJson.encode(
        JsonObject.builder()
            .put(
                "signatures",
                signatures.stream().map(Signature::toJson).collect(JsonArray.collector()))
            .put("signed", signed)
            .putAll(unrecognized)
            .build());
  }

  private static boolean isUniqueByKeyId(List<Signature> signatures) {
    Set<String> keyIds = new HashSet<>();
    return signatures.stream().allMatch(signature -> keyIds.add(signature.keyId()));
  }
}
