package dev.sluice.publisher.delta;

import dev.sluice.events.inventory.Running;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.catalogue.CatalogueEntry;
import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.delta.Candidate.Earlier;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From what patches to a release are made: what devices run, or pass through on their way to it.
///
/// @param catalogue knows what was published
/// @param fleet knows what devices run
/// @param published the release
record Bases(Catalogue catalogue, FleetView fleet, ArtifactPublished published) {
  private static final Logger LOG = LoggerFactory.getLogger(Bases.class);

  /// The store is asked for each base, and each descriptor is signed.
  private static final int MAX_CANDIDATES = 64;

  /// What devices run, if it was published here with these bytes; the most important first.
  List<Earlier> of(TargetFile artifact) throws StoreException {
    List<Earlier> bases = new ArrayList<>();
    List<Running> running =
        fleet.bases(
            published.release().product(),
            artifact.sha256(),
            published.counter(),
            passed(artifact));
    for (Running base : running.subList(0, Math.min(running.size(), MAX_CANDIDATES))) {
      var release = new ReleaseId(base.product(), base.version());
      Optional<TargetFile> target =
          catalogue
              .find(release)
              .map(CatalogueEntry::offer)
              .flatMap(offer -> offer.findTarget(release, base.artifact()));
      if (target.isPresent()) {
        bases.add(new Earlier(target.get()));
      } else {
        LOG.atWarn()
            .addKeyValue("release", published.release())
            .addKeyValue("base", base.artifact().prefix())
            .addKeyValue("version", base.version())
            .addKeyValue("reason", "not in the catalogue")
            .log("base left out");
      }
    }
    return bases;
  }

  /// The artifacts of the releases that devices pass through, of the same name.
  private List<Running> passed(TargetFile artifact) throws StoreException {
    ProductName product = published.release().product();
    List<Running> passed = new ArrayList<>();
    for (Version version : fleet.floors().of(product)) {
      var release = new ReleaseId(product, version);
      Optional<CatalogueEntry> entry = catalogue.find(release);
      if (entry.isPresent() && entry.get().numbering() instanceof Numbered numbered) {
        entry.get().offer().targets(release).stream()
            .filter(target -> fileName(target).equals(fileName(artifact)))
            .map(target -> new Running(product, version, numbered.counter(), target.sha256()))
            .forEach(passed::add);
      }
    }
    return passed;
  }

  private static String fileName(TargetFile target) {
    return target.path().substring(target.path().lastIndexOf('/') + 1);
  }
}
