package dev.sluice.tuf.key;

import java.util.Arrays;
import java.util.Optional;

/// The signature schemes that we can verify, by their names in TUF 1.0.34 section 4.2.
public enum SignatureScheme {
  /// Ed25519 (RFC 8032); the public key is 32 bytes in hexadecimal.
  ED25519("ed25519"),
  /// ECDSA over NIST P-256 with SHA-256; the public key is a PEM SubjectPublicKeyInfo.
  ECDSA_P256("ecdsa-sha2-nistp256"),
  /// RSASSA-PSS with SHA-256 and a salt of 32 bytes; the public key is a PEM SubjectPublicKeyInfo.
  RSA_PSS_SHA256("rsassa-pss-sha256");

  private final String label;

  SignatureScheme(String label) {
    this.label = label;
  }

  /// The name in metadata.
  public String label() {
    return label;
  }

  /// The scheme of a key, empty if we do not know it or if the key type is not one of its own.
  public static Optional<SignatureScheme> find(String keyType, String label) {
    return Arrays.stream(values())
        .filter(scheme -> scheme.label.equals(label) && scheme.fits(keyType))
        .findFirst();
  }

  private boolean fits(String keyType) {
    return switch (this) {
      case ED25519 -> keyType.equals("ed25519");
      case ECDSA_P256 -> keyType.equals("ecdsa") || keyType.equals(label);
      case RSA_PSS_SHA256 -> keyType.equals("rsa");
    };
  }
}
