package dev.sluice.publisher;

import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import java.nio.file.Path;
import java.util.List;

/// What a release engineer asks for.
///
/// @param file the artifact; its file name becomes the [ArtifactName]
/// @param product which product
/// @param version the new version
/// @param rollbackFloor which counter devices may not go below after it
/// @param hardware names as [Manifest] allows, distinct; empty means any
public record PublishRequest(
    Path file,
    ProductName product,
    Version version,
    FloorRule rollbackFloor,
    List<String> hardware) {
  /// Checks the hardware names and copies.
  ///
  /// @throws IllegalArgumentException saying what was expected and what came
  public PublishRequest {
    hardware = List.copyOf(hardware);
    for (String name : hardware) {
      if (!Manifest.isHardwareName(name)) {
        throw new IllegalArgumentException(
            "expected " + Manifest.HARDWARE_SYNTAX + ", got \"" + name + "\"");
      }
    }
    if (hardware.stream().distinct().count() != hardware.size()
        || hardware.size() > Manifest.MAX_HARDWARE) {
      throw new IllegalArgumentException(
          "expected at most " + Manifest.MAX_HARDWARE + " hardware names, each once");
    }
  }

  /// A release for any hardware, with the default rollback floor.
  public static PublishRequest of(Path file, ProductName product, Version version) {
    return new PublishRequest(file, product, version, new FloorRule.PreviousRelease(), List.of());
  }

  /// Which release it would be.
  public ReleaseId release() {
    return new ReleaseId(product, version);
  }
}
