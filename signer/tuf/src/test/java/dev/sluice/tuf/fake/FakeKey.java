package dev.sluice.tuf.fake;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 key whose private half follows from its name.
public final class FakeKey {
  private final Ed25519PrivateKeyParameters privateKey;
  private final PublicKey publicKey;

  private FakeKey(Ed25519PrivateKeyParameters privateKey) {
    this.privateKey = privateKey;
    this.publicKey = PublicKey.ed25519(privateKey.generatePublicKey().getEncoded());
  }

  /// The key of this name, always the same.
  public static FakeKey of(String name) {
    byte[] seed = Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes();
    return new FakeKey(new Ed25519PrivateKeyParameters(seed, 0));
  }

  /// The public half.
  public PublicKey publicKey() {
    return publicKey;
  }

  /// The id under which documents list the key.
  public String id() {
    return publicKey.keyId();
  }

  /// An Ed25519 signature.
  public byte[] sign(byte[] message) {
    var signer = new Ed25519Signer();
    signer.init(true, privateKey);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /// The file of a document signed by some keys.
  public static byte[] signAll(RoleMetadata document, FakeKey... keys) {
    byte[] message = Envelope.signedBytes(document);
    return Envelope.of(
            document,
            Arrays.stream(keys).map(key -> Signature.of(key.id(), key.sign(message))).toList())
        .encode();
  }
}
