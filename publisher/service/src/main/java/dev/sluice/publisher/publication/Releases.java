package dev.sluice.publisher.publication;

import dev.sluice.events.TraceParent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.catalogue.CatalogueEntry;
import dev.sluice.publisher.catalogue.CounterRule;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.catalogue.Numbering.Pending;
import dev.sluice.publisher.catalogue.Offer;
import dev.sluice.publisher.catalogue.StoredArtifact;
import dev.sluice.publisher.publication.PublishOutcome.AlreadyPublished;
import dev.sluice.publisher.publication.PublishOutcome.Conflict;
import dev.sluice.publisher.publication.PublishOutcome.FloorTooHigh;
import dev.sluice.publisher.publication.PublishOutcome.NotUploaded;
import dev.sluice.publisher.publication.PublishOutcome.Published;
import dev.sluice.publisher.publication.PublishOutcome.Unavailable;
import dev.sluice.publisher.publication.PublishOutcome.WrongCounter;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.upload.CheckedContent;
import dev.sluice.publisher.upload.Uploads;
import dev.sluice.release.Artifact;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.flags.FlagName;
import dev.sluice.release.flags.FlagsDocument;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes releases of artifacts that were uploaded.
///
/// In this order: see that each artifact was read in the store; enter the version in the catalogue;
/// claim its counter; write the manifest; send `artifact.published`. Each step may be repeated, and
/// each only uses what the steps before have made safe, so that ordering again heals whatever cut
/// the first attempt off. For any number of threads.
public final class Releases {
  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

  private final ArtifactStore store;
  private final Catalogue catalogue;
  private final Uploads uploads;
  private final EventProducer events;

  /// The caller closes what it gives.
  public Releases(ArtifactStore store, Uploads uploads, EventProducer events) {
    this.store = store;
    this.catalogue = new Catalogue(store);
    this.uploads = uploads;
    this.events = events;
  }

  /// Publishes a release; bad input and unreachable services are outcomes, not exceptions.
  ///
  /// @param by who ordered it
  /// @param trace the trace that follows it
  public PublishOutcome publish(ReleaseOrder order, String by, Optional<TraceParent> trace) {
    try {
      return tryPublish(order, by, trace);
    } catch (StoreException | UndeliveredEventException e) {
      LOG.atWarn()
          .addKeyValue("release", order.release())
          .addKeyValue("reason", e.getMessage())
          .log("publishing stopped");
      return new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private PublishOutcome tryPublish(ReleaseOrder order, String by, Optional<TraceParent> trace)
      throws StoreException, UndeliveredEventException {
    ReleaseId release = order.release();
    Optional<CatalogueEntry> known = catalogue.find(release);
    Optional<Conflict> conflict = known.flatMap(entry -> Conflicts.find(entry, order));
    if (conflict.isPresent()) {
      return conflict.get();
    }
    boolean before = known.map(CatalogueEntry::numbering).orElse(new Pending()) instanceof Numbered;
    Optional<? extends PublishOutcome> impossible =
        before ? Optional.empty() : findImpossible(order, known);
    if (impossible.isPresent()) {
      return impossible.get();
    }
    List<StoredArtifact> stored = new ArrayList<>();
    for (Artifact artifact : order.artifacts()) {
      Optional<CheckedContent> content =
          uploads.find(release, artifact.name(), artifact.digest(), artifact.lengthBytes());
      if (content.isEmpty()) {
        return new NotUploaded(release, artifact.name(), artifact.digest());
      }
      stored.add(new StoredArtifact(artifact, content.get().slices()));
    }
    CatalogueEntry entry =
        catalogue.enter(
            release, new Offer(stored, order.hardware(), order.start(), order.policyVersion()));
    Optional<Conflict> lost = Conflicts.find(entry, order);
    if (lost.isPresent()) {
      return lost.get();
    }
    Optional<Numbered> numbered = catalogue.number(release, order.floor(), order.counter());
    if (numbered.isEmpty() || !order.counter().allows(numbered.get().counter())) {
      return wrongCounter(order);
    }
    PublishedRelease published = announce(release, entry.offer(), numbered.get(), by, trace);
    return before ? new AlreadyPublished(published) : new Published(published);
  }

  /// Asked before anything is written, so that a mistake neither uses a counter up nor takes the
  /// version.
  private Optional<? extends PublishOutcome> findImpossible(
      ReleaseOrder order, Optional<CatalogueEntry> known) throws StoreException {
    boolean isBound =
        order.floor() instanceof FloorRule.At || order.counter() instanceof CounterRule.Exactly;
    if (!isBound) {
      return Optional.empty();
    }
    long next = catalogue.highestCounter(order.release().product()) + 1;
    // Who was cut off between claim and entry has claimed the highest one already.
    boolean mayHaveClaimed = known.isPresent();
    if (order.floor() instanceof FloorRule.At(var floor) && floor > next) {
      return Optional.of(new FloorTooHigh(order.release(), floor, next));
    }
    return mayHaveClaimed || order.counter().allows(next)
        ? Optional.empty()
        : Optional.of(wrongCounter(order));
  }

  private WrongCounter wrongCounter(ReleaseOrder order) throws StoreException {
    return switch (order.counter()) {
      case CounterRule.Exactly(var wanted) ->
          new WrongCounter(
              order.release(), wanted, catalogue.highestCounter(order.release().product()) + 1);
      case CounterRule.Next() ->
          throw new IllegalStateException("the next counter is always allowed");
    };
  }

  private PublishedRelease announce(
      ReleaseId release, Offer offer, Numbered numbered, String by, Optional<TraceParent> trace)
      throws StoreException, UndeliveredEventException {
    var manifest =
        new Manifest(
            release,
            numbered.counter(),
            numbered.rollbackFloor(),
            offer.hardware(),
            offer.manifestArtifacts());
    byte[] document = manifest.encode();
    PublishedRelease published = PublishedRelease.of(manifest);
    store.put(ObjectPaths.target(manifest.path(), published.manifestDigest()), document);
    events.send(
        new ArtifactPublished(
            release,
            manifest.counter(),
            manifest.rollbackFloor(),
            new TargetFile(
                manifest.path(), document.length, published.manifestDigest(), JsonObject.empty()),
            offer.targets(release),
            offer.start(),
            offer.policyVersion(),
            manifest.artifacts().getFirst().installer(),
            switches(manifest),
            by),
        trace);
    LOG.atInfo()
        .addKeyValue("release", release)
        .addKeyValue("counter", manifest.counter())
        .addKeyValue("by", by)
        .addKeyValue("manifest", published.manifestDigest().prefix())
        .log("release published");
    return published;
  }

  /// The flags of a set of flags that can be switched off, so that an order for another is refused
  /// at once. Who published a document that is none is told by the first devices.
  private SortedSet<FlagName> switches(Manifest manifest) throws StoreException {
    Artifact artifact = manifest.artifacts().getFirst();
    if (artifact.installer() != Installer.FLAGS) {
      return Collections.emptySortedSet();
    }
    String path = ObjectPaths.target(artifact.path(manifest.id()), artifact.digest());
    Optional<StoredDocument> stored = store.find(path, Installer.MAX_DOCUMENT_BYTES);
    if (stored.isEmpty()) {
      throw new StoreException(path + ": expected a set of flags, got none");
    }
    try {
      return FlagsDocument.decode(stored.get().content().bytes()).switches();
    } catch (MalformedJsonException e) {
      LOG.atWarn()
          .addKeyValue("release", manifest.id())
          .addKeyValue("reason", e.getMessage())
          .log("published a document that is no set of flags");
      return Collections.emptySortedSet();
    }
  }

  /// Orders that the signer vouches for a release no longer.
  ///
  /// @param reason why, for people
  /// @param by who ordered it
  /// @param trace the trace that follows it
  /// @throws UndeliveredEventException if Kafka did not take the order
  public void withdraw(
      ReleaseId release, long counter, String reason, String by, Optional<TraceParent> trace)
      throws UndeliveredEventException {
    events.send(new WithdrawalOrdered(release, counter, reason, by), trace);
    LOG.atInfo()
        .addKeyValue("release", release)
        .addKeyValue("by", by)
        .addKeyValue("reason", reason)
        .log("withdrawal ordered");
  }

  /// The manifest of a release that was published.
  ///
  /// @throws StoreException if the store does not give the one that was published
  public Manifest manifest(ArtifactPublished published) throws StoreException {
    TargetFile target = published.manifest();
    String path = ObjectPaths.target(target.path(), target.sha256());
    Optional<StoredDocument> stored = store.find(path, Manifest.MAX_LENGTH_BYTES);
    if (stored.isEmpty()) {
      throw new StoreException(path + ": expected a manifest, got none");
    }
    try {
      return Manifest.decode(stored.get().content().bytes());
    } catch (MalformedJsonException e) {
      throw new StoreException(path + ", " + e.getMessage(), e);
    }
  }
}
