package dev.sluice.console.release;

import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.List;

/// What a device downloads that has a certain artifact already.
///
/// @param base SHA-256 of what it has, or `none` for the compressed artifact
/// @param lengthBytes of all patches on the way
public record PatchSize(String base, long lengthBytes) {
  /// Those of an event, as far as it knows their lengths.
  static List<PatchSize> listOf(DeltasBuilt built) {
    List<PatchSize> sizes = new ArrayList<>();
    for (int i = 0; i < built.patchBytes().size(); i++) {
      if (built.patchBytes().get(i) > 0) {
        sizes.add(new PatchSize(base(built.descriptors().get(i)), built.patchBytes().get(i)));
      }
    }
    return sizes;
  }

  /// A descriptor is named by its base.
  private static String base(TargetFile descriptor) {
    String path = descriptor.path();
    return path.substring(path.lastIndexOf('/') + 1, path.length() - ".json".length());
  }
}
