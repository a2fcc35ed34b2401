package dev.sluice.cache.fill;

import dev.sluice.tuf.digest.Digest;

/// A body that a fetch of a test brought.
public final class CameBytes implements ArrivedBody {
  private final byte[] bytes;

  /// @param bytes not copied
  public CameBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public Digest checksum() {
    return Digest.sha256(bytes);
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }
}
