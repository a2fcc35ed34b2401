package dev.sluice.tuf.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Computes a [Digest] from bytes that arrive piece by piece. For one thread at a time.
public final class Digester {
  private final MessageDigest state;

  /// Starts over no bytes.
  public Digester() {
    try {
      state = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  /// Adds `lengthBytes` bytes from `offset`.
  public void update(byte[] source, int offset, int lengthBytes) {
    state.update(source, offset, lengthBytes);
  }

  /// Adds what remains in `source` and moves its position to its limit.
  public void update(ByteBuffer source) {
    state.update(source);
  }

  /// The digest of everything added; afterwards the digester starts over.
  public Digest digest() {
    return Digest.ofBytes(state.digest());
  }
}
