package dev.sluice.update.order;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.file.LocalFile;

/// What a patch is applied to on this device.
public sealed interface PatchBase {
  /// The digest that it must have.
  public Digest digest();

  /// Nothing: the patch is a compressed full artifact.
  record Nothing() implements PatchBase {
    private static final Digest DIGEST = Digest.sha256(new byte[0]);

    @Override
    public Digest digest() {
      return DIGEST;
    }
  }

  /// A file, which was just found to have this digest.
  record File(LocalFile file, Digest digest) implements PatchBase {}
}
