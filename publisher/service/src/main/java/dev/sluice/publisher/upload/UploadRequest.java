package dev.sluice.publisher.upload;

import dev.sluice.publisher.store.UploadPart;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import java.util.List;

/// What somebody says of a file that is to become an artifact of a release.
///
/// @param release which release
/// @param name the artifact's file name
/// @param digest SHA-256 of its bytes, as claimed
/// @param lengthBytes its length, as claimed, 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param parts in which it comes: ascending, without gaps, together the whole file
public record UploadRequest(
    ReleaseId release, ArtifactName name, Digest digest, long lengthBytes, List<UploadPart> parts) {
  /// The store takes no part but the last below 5 MiB.
  private static final long MIN_PART_LENGTH_BYTES = 5L << 20;

  /// The store takes no larger part.
  private static final long MAX_PART_LENGTH_BYTES = 5L << 30;

  /// The store takes no more.
  private static final int MAX_PARTS = 10_000;

  /// Checks that the parts make up the file.
  ///
  /// @throws IllegalArgumentException saying what was expected and what came
  public UploadRequest {
    parts = List.copyOf(parts);
    require(
        lengthBytes >= 1 && lengthBytes <= Artifact.MAX_LENGTH_BYTES,
        "expected a length of 1 to " + Artifact.MAX_LENGTH_BYTES + " bytes, got " + lengthBytes);
    require(
        !parts.isEmpty() && parts.size() <= MAX_PARTS,
        "expected 1 to " + MAX_PARTS + " parts, got " + parts.size());
    long end = 0;
    for (UploadPart part : parts) {
      int number = part.number();
      require(part.startBytes() == end, "expected part " + number + " to start at byte " + end);
      end += part.lengthBytes();
      require(
          part.lengthBytes() <= MAX_PART_LENGTH_BYTES
              && (end == lengthBytes || part.lengthBytes() >= MIN_PART_LENGTH_BYTES),
          "expected part %d to have %d to %d bytes, got %d"
              .formatted(number, MIN_PART_LENGTH_BYTES, MAX_PART_LENGTH_BYTES, part.lengthBytes()));
    }
    require(end == lengthBytes, "expected parts of " + lengthBytes + " bytes, got " + end);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// The object that it becomes.
  String object() {
    return object(release, name, digest);
  }

  /// The object of an artifact of a release.
  static String object(ReleaseId release, ArtifactName name, Digest digest) {
    var artifact = new Artifact(name, digest, 1, Installer.FILE);
    return ObjectPaths.target(artifact.path(release), digest);
  }
}
