package dev.sluice.events.confirmation;

import dev.sluice.tuf.key.Ed25519Signatures;

/// Checks ed25519 signatures of devices (RFC 8032); most of what a confirmation costs.
///
/// There is more than one so that whoever checks very many can bring in machine code. All of them
/// accept what an honest device signs and refuse what its key did not sign.
@FunctionalInterface
public interface SignatureCheck {
  /// The one that runs everywhere.
  SignatureCheck PORTABLE = Ed25519Signatures::verify;

  /// Whether this key signed `message`.
  ///
  /// @param publicKey 32 bytes that [Ed25519Signatures#isSafeKey(byte\[\])] has accepted
  /// @param signature 64 bytes; any other length is no signature
  boolean isSigned(byte[] publicKey, byte[] message, byte[] signature);
}
