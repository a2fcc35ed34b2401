package dev.sluice.signer.keys;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Signature;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// An Ed25519 key pair that can sign. Prints as its public half only.
public final class SigningKey {
  private static final String PEM_TYPE = "PRIVATE KEY";

  private final Ed25519PrivateKeyParameters privateKey;
  private final PublicKey publicKey;

  private SigningKey(Ed25519PrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
    this.publicKey = PublicKey.ed25519(privateKey.generatePublicKey().getEncoded());
  }

  /// Makes a new key.
  public static SigningKey generate(SecureRandom random) {
    return new SigningKey(new Ed25519PrivateKeyParameters(random));
  }

  /// Reads a PKCS #8 key in PEM, as `openssl genpkey -algorithm ed25519` also writes it.
  ///
  /// @throws IOException if it is not an Ed25519 key; the message holds nothing of the text
  public static SigningKey ofPem(String pem) throws IOException {
    try (var reader = new PemReader(new StringReader(pem))) {
      PemObject object = reader.readPemObject();
      if (object != null
          && object.getType().equals(PEM_TYPE)
          && PrivateKeyFactory.createKey(object.getContent())
              instanceof Ed25519PrivateKeyParameters key) {
        return new SigningKey(key);
      }
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws various kinds on what is not a key, and quotes what it read.
      throw notAKey();
    }
    throw notAKey();
  }

  private static IOException notAKey() {
    return new IOException("expected an Ed25519 private key in PEM (PKCS #8), got something else");
  }

  /// The key as PKCS #8 in PEM. A secret.
  String toPem() throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(
          new PemObject(
              PEM_TYPE, PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded()));
    }
    return text.toString();
  }

  /// The half that everybody may know.
  public PublicKey publicKey() {
    return publicKey;
  }

  /// What makes the key itself, under whatever id metadata lists it.
  public Digest material() {
    return publicKey.findMaterial().orElseThrow();
  }

  /// Signs a message.
  public Signature sign(byte[] message) {
    var signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return Signature.of(publicKey.keyId(), signer.generateSignature());
  }

  @Override
  public String toString() {
    return publicKey.toString();
  }
}
