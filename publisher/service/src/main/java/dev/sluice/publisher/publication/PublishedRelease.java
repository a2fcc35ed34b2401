package dev.sluice.publisher.publication;

import dev.sluice.release.Manifest;
import dev.sluice.tuf.digest.Digest;

/// A release that is in the object store and announced to the signer.
///
/// @param manifest its manifest
/// @param manifestDigest SHA-256 of the manifest's canonical bytes
public record PublishedRelease(Manifest manifest, Digest manifestDigest) {
  /// The release of a manifest.
  public static PublishedRelease of(Manifest manifest) {
    return new PublishedRelease(manifest, Digest.sha256(manifest.encode()));
  }
}
