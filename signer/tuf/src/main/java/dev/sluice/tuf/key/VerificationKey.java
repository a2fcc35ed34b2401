package dev.sluice.tuf.key;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// A key in the form that Bouncy Castle computes with.
///
/// The only place that sees Bouncy Castle: what it throws on bad keys and signatures ends here.
final class VerificationKey {
  private static final int MIN_RSA_BITS = 2048;
  private static final int PSS_SALT_BYTES = 32;

  /// Room for an RSA key of 8,192 bits. Bouncy Castle proves of every modulus that it is composite,
  /// which takes seconds for one of twice that length: a document full of them would keep a device
  /// busy for an hour. Our choice.
  private static final int MAX_KEY_INFO_BYTES = 1_100;

  private final Supplier<Signer> signers;
  private final CipherParameters parameters;
  private final Digest material;

  private VerificationKey(Supplier<Signer> signers, CipherParameters parameters, Digest material) {
    this.signers = signers;
    this.parameters = parameters;
    this.material = material;
  }

  /// Empty if scheme or value are of no use to us.
  static Optional<VerificationKey> find(String keyType, String scheme, JsonObject keyValue) {
    if (!(keyValue.find("public").orElse(keyValue) instanceof JsonString(var text))) {
      return Optional.empty();
    }
    return SignatureScheme.find(keyType, scheme)
        .flatMap(
            known ->
                switch (known) {
                  case ED25519 -> ed25519(text);
                  case ECDSA_P256 -> ecdsa(text);
                  case RSA_PSS_SHA256 -> rsa(text);
                });
  }

  boolean verify(byte[] message, byte[] signature) {
    try {
      Signer signer = signers.get();
      signer.init(false, parameters);
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    } catch (RuntimeException e) {
      // Bouncy Castle throws various kinds on signatures of a wrong form; none of them is a
      // signature.
      return false;
    }
  }

  Digest material() {
    return material;
  }

  private static Optional<VerificationKey> ed25519(String hex) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // Full validation: a point of small order would accept signatures that nobody made.
    if (bytes.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(bytes, 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new VerificationKey(
            Ed25519Signer::new, new Ed25519PublicKeyParameters(bytes), Digest.sha256(bytes)));
  }

  private static Optional<VerificationKey> ecdsa(String pem) {
    if (readPem(pem).orElse(null) instanceof ECPublicKeyParameters key
        && key.getParameters() instanceof ECNamedDomainParameters curve
        && curve.getName().equals(SECObjectIdentifiers.secp256r1)) {
      return Optional.of(
          new VerificationKey(
              () -> new DSADigestSigner(new ECDSASigner(), new SHA256Digest()),
              key,
              Digest.sha256(key.getQ().getEncoded(true))));
    }
    return Optional.empty();
  }

  private static Optional<VerificationKey> rsa(String pem) {
    if (readPem(pem).orElse(null) instanceof RSAKeyParameters key
        && key.getModulus().bitLength() >= MIN_RSA_BITS) {
      return Optional.of(
          new VerificationKey(
              () -> new PSSSigner(new RSAEngine(), new SHA256Digest(), PSS_SALT_BYTES),
              key,
              Digest.sha256(key.getModulus().toByteArray())));
    }
    return Optional.empty();
  }

  private static Optional<AsymmetricKeyParameter> readPem(String pem) {
    try (var reader = new PemReader(new StringReader(pem))) {
      PemObject object = reader.readPemObject();
      return object == null || object.getContent().length > MAX_KEY_INFO_BYTES
          ? Optional.empty()
          : Optional.of(PublicKeyFactory.createKey(object.getContent()));
    } catch (IOException | RuntimeException e) {
      // As above: whatever it is, it is not a key.
      return Optional.empty();
    }
  }
}
