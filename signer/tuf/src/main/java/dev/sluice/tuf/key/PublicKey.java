package dev.sluice.tuf.key;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A public key as TUF metadata carries it (TUF 1.0.34 section 4.2).
///
/// A key of a scheme that we do not know, or whose value we cannot read, is still a key: it stays
/// in the document and verifies nothing, so that a repository can bring in a new scheme before
/// every client knows it. Equal if the metadata is; compare [#findMaterial()] to know whether it is
/// the same key.
public final class PublicKey {
  private static final Set<String> KNOWN = Set.of("keytype", "scheme", "keyval");

  private final String keyType;
  private final String scheme;
  private final JsonObject keyValue;
  private final JsonObject unrecognized;
  private final Optional<VerificationKey> verification;

  private PublicKey(String keyType, String scheme, JsonObject keyValue, JsonObject unrecognized) {
    this.keyType = keyType;
    this.scheme = scheme;
    this.keyValue = keyValue;
    this.unrecognized = unrecognized;
    this.verification = VerificationKey.find(keyType, scheme, keyValue);
  }

  /// An Ed25519 key from its 32 bytes.
  public static PublicKey ed25519(byte[] publicBytes) {
    JsonObject value =
        JsonObject.builder().put("public", HexFormat.of().formatHex(publicBytes)).build();
    return new PublicKey(
        SignatureScheme.ED25519.label(),
        SignatureScheme.ED25519.label(),
        value,
        JsonObject.empty());
  }

  /// A key of a PEM scheme from its SubjectPublicKeyInfo.
  ///
  /// @param keyType `ecdsa` or `rsa`
  public static PublicKey ofPem(String keyType, SignatureScheme scheme, String pem) {
    JsonObject value = JsonObject.builder().put("public", pem).build();
    return new PublicKey(keyType, scheme.label(), value, JsonObject.empty());
  }

  /// Reads a key object; unknown members are kept.
  ///
  /// @throws MalformedJsonException if key type, scheme or value are absent
  public static PublicKey decode(JsonObject json) throws MalformedJsonException {
    return new PublicKey(
        json.requireString("keytype"),
        json.requireString("scheme"),
        json.requireObject("keyval"),
        json.without(KNOWN));
  }

  /// The key object as metadata carries it.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("keytype", keyType)
        .put("scheme", scheme)
        .put("keyval", keyValue)
        .putAll(unrecognized)
        .build();
  }

  /// The name under which metadata lists the key: the SHA-256 of its canonical form, in
  /// hexadecimal.
  ///
  /// A repository may list a key under any other name; it stays the same key.
  public String keyId() {
    return Digest.sha256(CanonicalJson.encode(toJson())).hex();
  }

  /// Key type as metadata names it, such as `ed25519`.
  public String keyType() {
    return keyType;
  }

  /// Scheme as metadata names it, such as `ecdsa-sha2-nistp256`.
  public String scheme() {
    return scheme;
  }

  /// Whether this key signed `message`. False for any signature if we cannot use the key.
  public boolean verify(byte[] message, byte[] signature) {
    return verification.isPresent() && verification.get().verify(message, signature);
  }

  /// What makes the key itself, however it is written or named; empty if we cannot use the key.
  ///
  /// Two signatures by one material count once towards a threshold. Three known clients count by
  /// key id instead, so that one key listed twice satisfies a threshold of two.
  public Optional<Digest> findMaterial() {
    return verification.map(VerificationKey::material);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicKey that && toJson().equals(that.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  @Override
  public String toString() {
    return scheme + " key " + keyId().substring(0, 12);
  }
}
