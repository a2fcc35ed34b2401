package dev.sluice.publisher.publication;

import dev.sluice.publisher.catalogue.CatalogueEntry;
import dev.sluice.publisher.catalogue.CounterRule;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.publication.PublishOutcome.Conflict;
import dev.sluice.release.Artifact;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tells whether a version was published before with something else.
final class Conflicts {
  private Conflicts() {}

  /// What was published, if it differs from what is ordered.
  static Optional<Conflict> find(CatalogueEntry entry, ReleaseOrder order) {
    List<Artifact> published = entry.offer().manifestArtifacts();
    for (Artifact artifact : order.artifacts()) {
      Optional<Artifact> namesake =
          published.stream().filter(other -> other.name().equals(artifact.name())).findFirst();
      if (namesake.isPresent() && !namesake.get().digest().equals(artifact.digest())) {
        return conflict(
            entry,
            "sha256 of " + artifact.name(),
            namesake.get().digest().prefix(),
            artifact.digest().prefix());
      }
    }
    if (!published.equals(order.artifacts())) {
      return conflict(entry, "artifacts", describe(published), describe(order.artifacts()));
    }
    if (!entry.offer().hardware().equals(order.hardware())) {
      return conflict(
          entry, "hardware", entry.offer().hardware().toString(), order.hardware().toString());
    }
    if (entry.offer().start() != order.start()) {
      return conflict(
          entry, "start", word(entry.offer().start().name()), word(order.start().name()));
    }
    return entry.numbering() instanceof Numbered numbered
        ? find(entry, numbered, order)
        : Optional.empty();
  }

  private static Optional<Conflict> find(
      CatalogueEntry entry, Numbered numbered, ReleaseOrder order) {
    if (order.floor() instanceof FloorRule.At(var floor) && numbered.rollbackFloor() != floor) {
      return conflict(
          entry, "rollback floor", String.valueOf(numbered.rollbackFloor()), String.valueOf(floor));
    }
    if (order.counter() instanceof CounterRule.Exactly(var counter)
        && numbered.counter() != counter) {
      return conflict(
          entry, "counter", String.valueOf(numbered.counter()), String.valueOf(counter));
    }
    return Optional.empty();
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String describe(List<Artifact> artifacts) {
    return artifacts.stream()
        .map(artifact -> artifact.name() + " (" + artifact.installer().jsonName() + ")")
        .toList()
        .toString();
  }

  private static Optional<Conflict> conflict(
      CatalogueEntry entry, String what, String published, String offered) {
    return Optional.of(new Conflict(entry.release(), what, published, offered));
  }
}
