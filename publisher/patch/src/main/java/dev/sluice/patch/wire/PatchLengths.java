package dev.sluice.patch.wire;

/// Bounds of all lengths in patches.
public final class PatchLengths {
  /// No file or view is longer: 1 PiB.
  public static final long MAX_LENGTH = 1L << 50;

  private PatchLengths() {}
}
