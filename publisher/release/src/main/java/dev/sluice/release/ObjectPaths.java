package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.MetadataPaths;

/// Where things stand in the object store, and on every edge node in front of it.
///
/// All of it is immutable: the digest is part of the name.
public final class ObjectPaths {
  private ObjectPaths() {}

  /// The object of a TUF target under consistent snapshots: `targets/<directory>/<sha256>.<file
  /// name>` (specification 1.0.34, section 6.2).
  ///
  /// @param targetPath the path in targets metadata, such as [Manifest#path(ReleaseId)]
  public static String target(String targetPath, Digest digest) {
    return MetadataPaths.target(targetPath, digest);
  }

  /// The object of a patch, named by its own digest.
  public static String patch(Digest patch) {
    return "patches/" + patch.hex();
  }

  /// The object of a slice list, named by the digest of its encoded form.
  public static String sliceList(Digest sliceList) {
    return "slices/" + sliceList.hex();
  }
}
