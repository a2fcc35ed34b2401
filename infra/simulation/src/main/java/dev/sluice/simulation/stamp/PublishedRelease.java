package dev.sluice.simulation.stamp;

import dev.sluice.events.ByteString;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceDigester;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import java.util.List;

/// A release as its publisher knows it.
///
/// @param content the bytes of its only artifact
public record PublishedRelease(Manifest manifest, ByteString content) {
  private static final long SLICE_LENGTH_BYTES = 1 << 10;
  private static final ArtifactName FILE = new ArtifactName("firmware.bin");

  /// A release with the default floor: the counter before its own.
  public static PublishedRelease of(ProductName product, long counter, byte[] content) {
    var id = new ReleaseId(product, version(counter));
    var artifact = new Artifact(FILE, Digest.sha256(content), content.length, Installer.FILE);
    var manifest = new Manifest(id, counter, counter - 1, List.of(), List.of(artifact));
    return new PublishedRelease(manifest, ByteString.of(content));
  }

  /// The version of the release with a counter.
  public static Version version(long counter) {
    return new Version(counter + ".0");
  }

  /// Its counter.
  public long counter() {
    return manifest.counter();
  }

  /// The lowest counter that a device may install after it.
  public long floor() {
    return manifest.rollbackFloor();
  }

  /// Its artifact.
  public Artifact artifact() {
    return manifest.artifacts().getFirst();
  }

  /// How a rings document names it.
  public ReleaseRef ref() {
    return new ReleaseRef(manifest.id(), counter(), Digest.sha256(manifest.encode()));
  }

  /// Its rollout.
  public RolloutId rollout() {
    return new RolloutId(manifest.id().product(), counter());
  }

  SliceDigester.Result slices() {
    var digester = new SliceDigester(SLICE_LENGTH_BYTES);
    digester.update(content.bytes(), 0, content.lengthBytes());
    return digester.finish();
  }
}
