package dev.sluice.tuf.key;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 (RFC 8032) for whoever checks many signatures by keys that were looked at before.
///
/// Looking at a key costs as much as checking a signature; [PublicKey] does both each time.
public final class Ed25519Signatures {
  private Ed25519Signatures() {}

  /// Whether the bytes are a key whose signatures mean something: a point of the group of prime
  /// order. By a point of small order signatures verify that nobody made.
  public static boolean isSafeKey(byte[] publicBytes) {
    return publicBytes.length == Ed25519.PUBLIC_KEY_SIZE
        && Ed25519.validatePublicKeyFull(publicBytes, 0);
  }

  /// Whether this key signed `message`.
  ///
  /// @param publicBytes a key that [#isSafeKey(byte\[\])] has accepted
  public static boolean verify(byte[] publicBytes, byte[] message, byte[] signature) {
    return publicBytes.length == Ed25519.PUBLIC_KEY_SIZE
        && signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicBytes, 0, message, 0, message.length);
  }
}
