package dev.sluice.simulation.stamp;

import dev.sluice.tuf.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All releases that were ever published, in order: the truth against which devices are judged.
public final class Catalogue {
  private final List<PublishedRelease> releases = new ArrayList<>();

  /// Nothing was published yet.
  public Catalogue() {}

  /// Adds a release; its counter must be the next one.
  public void add(PublishedRelease release) {
    if (release.counter() != releases.size() + 1) {
      throw new IllegalArgumentException(
          "expected counter " + (releases.size() + 1) + ", got " + release.counter());
    }
    releases.add(release);
  }

  /// The releases by rising counter, a copy.
  public List<PublishedRelease> releases() {
    return List.copyOf(releases);
  }

  /// The release whose artifact has this digest.
  public Optional<PublishedRelease> findByArtifact(Digest digest) {
    return releases.stream()
        .filter(release -> release.artifact().digest().equals(digest))
        .findFirst();
  }
}
