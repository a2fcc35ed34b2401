package dev.sluice.console.release;

import dev.sluice.release.ProductName;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which version an artifact is of, for each product; what several have counts for the latest.
public final class ArtifactVersions {
  private final Map<ProductName, Map<String, String>> versions = new HashMap<>();

  private ArtifactVersions() {}

  /// Those of releases.
  ///
  /// @param releases the latest of a product first, as [ReleaseTable#list()] has them
  public static ArtifactVersions of(List<ReleaseRecord> releases) {
    var found = new ArtifactVersions();
    releases.forEach(found::add);
    return found;
  }

  private void add(ReleaseRecord release) {
    if (release.published().isEmpty()) {
      return;
    }
    Map<String, String> ofProduct =
        versions.computeIfAbsent(release.release().product(), _ -> new HashMap<>());
    for (TargetFile artifact : release.published().get().event().artifacts()) {
      ofProduct.putIfAbsent(artifact.sha256().hex(), release.release().version().value());
    }
  }

  /// The version that has it, if one of the product is known.
  public Optional<String> find(ProductName product, String sha256) {
    return Optional.ofNullable(versions.getOrDefault(product, Map.of()).get(sha256));
  }
}
