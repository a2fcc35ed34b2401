package dev.sluice.kafka;

import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;

/// Events for tests of this package.
final class Samples {
  private Samples() {}

  static RingsSigned ringsSigned(String product, long sequence) {
    return new RingsSigned(
        new ProductName(product),
        sequence,
        Digest.sha256(new byte[] {(byte) sequence}),
        new MetadataVersions(sequence, 1));
  }
}
