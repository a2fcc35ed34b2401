package dev.sluice.tuf.trust;

/// The bytes of a target, checked. Only [TrustedTarget#verify(byte\[\])] makes them.
public final class TrustedTargetBytes {
  private final TrustedTarget target;
  private final byte[] bytes;

  TrustedTargetBytes(TrustedTarget target, byte[] bytes) {
    this.target = target;
    this.bytes = bytes.clone();
  }

  /// The target that they are.
  public TrustedTarget target() {
    return target;
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
