package dev.sluice.publisher;

import dev.sluice.events.ArtifactPublished;
import dev.sluice.events.StartRequest;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.PublishOutcome.AlreadyPublished;
import dev.sluice.publisher.PublishOutcome.Conflict;
import dev.sluice.publisher.PublishOutcome.FloorTooHigh;
import dev.sluice.publisher.PublishOutcome.Published;
import dev.sluice.publisher.PublishOutcome.Unavailable;
import dev.sluice.publisher.PublishOutcome.UnusableFile;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.catalogue.CatalogueEntry;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.catalogue.Numbering.Pending;
import dev.sluice.publisher.catalogue.Offer;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.store.ChangedFileException;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.publisher.store.UploadTickets;
import dev.sluice.publisher.store.Uploader;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Manifest;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes one file as a release.
///
/// In this order: read the file once (digest, slices, parts); upload it and its slice list; enter
/// the version in the catalogue; claim its counter; write the manifest; send `artifact.published`.
/// Each step may be repeated, and each only uses what the steps before have made safe, so that
/// publishing again heals whatever cut the first attempt off. For any number of threads.
public final class ReleasePublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReleasePublisher.class);

  private final ArtifactStore store;
  private final Catalogue catalogue;
  private final Uploader uploader;
  private final EventProducer events;

  /// The caller closes what it gives, after the publisher.
  ///
  /// @param retries of each part of an upload
  public ReleasePublisher(
      ArtifactStore store, UploadTickets tickets, EventProducer events, RetryPolicy retries) {
    this.store = store;
    this.catalogue = new Catalogue(store);
    this.uploader = new Uploader(store, tickets, retries);
    this.events = events;
  }

  /// Publishes without telling anybody how far it is.
  public PublishOutcome publish(PublishRequest request) {
    return publish(request, UploadProgress.NONE);
  }

  /// Publishes a file as a release; bad input and unreachable services are outcomes, not
  /// exceptions.
  public PublishOutcome publish(PublishRequest request, UploadProgress progress) {
    Optional<UnusableFile> unusable = FileCheck.findFault(request.file());
    if (unusable.isPresent()) {
      return unusable.get();
    }
    ScannedFile scanned;
    try {
      scanned = ScannedFile.scan(request.file(), SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    } catch (IOException e) {
      return FileCheck.unreadable(request.file(), e);
    }
    try {
      return publish(request, scanned, progress);
    } catch (ChangedFileException e) {
      return FileCheck.changed(request.file());
    } catch (StoreException | UndeliveredEventException e) {
      return unavailable(request, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return unavailable(request, e.toString());
    }
  }

  private static Unavailable unavailable(PublishRequest request, String reason) {
    LOG.warn("publishing stopped release={} reason={}", request.release(), reason);
    return new Unavailable(reason);
  }

  private PublishOutcome publish(
      PublishRequest request, ScannedFile scanned, UploadProgress progress) throws IOException {
    ReleaseId release = request.release();
    Offer offer = offer(request, scanned);
    Optional<CatalogueEntry> known = catalogue.find(release);
    Optional<Conflict> conflict = known.flatMap(entry -> findConflict(entry, offer, request));
    if (conflict.isPresent()) {
      return conflict.get();
    }
    Optional<FloorTooHigh> tooHigh = findFloorTooHigh(request, known);
    if (tooHigh.isPresent()) {
      return tooHigh.get();
    }
    upload(request.file(), offer, release, scanned, progress);
    CatalogueEntry entry = catalogue.enter(release, offer);
    Optional<Conflict> lost = findConflict(entry, offer, request);
    if (lost.isPresent()) {
      return lost.get();
    }
    Numbered numbered = catalogue.number(release, request.rollbackFloor());
    PublishedRelease published = announce(release, offer, numbered);
    boolean before = known.map(CatalogueEntry::numbering).orElse(new Pending()) instanceof Numbered;
    return before ? new AlreadyPublished(published) : new Published(published);
  }

  private static Offer offer(PublishRequest request, ScannedFile scanned) {
    return new Offer(
        new ArtifactName(request.file().getFileName().toString()),
        scanned.digest(),
        scanned.lengthBytes(),
        scanned.slices().reference(),
        request.hardware());
  }

  private static Optional<Conflict> findConflict(
      CatalogueEntry entry, Offer offer, PublishRequest request) {
    Offer published = entry.offer();
    ReleaseId release = entry.release();
    if (!published.digest().equals(offer.digest())) {
      return Optional.of(
          new Conflict(release, "sha256", published.digest().prefix(), offer.digest().prefix()));
    }
    if (!published.name().equals(offer.name())) {
      return Optional.of(
          new Conflict(release, "file name", published.name().value(), offer.name().value()));
    }
    if (!published.hardware().equals(offer.hardware())) {
      return Optional.of(
          new Conflict(
              release, "hardware", published.hardware().toString(), offer.hardware().toString()));
    }
    if (entry.numbering() instanceof Numbered numbered
        && request.rollbackFloor() instanceof FloorRule.At(var floor)
        && numbered.rollbackFloor() != floor) {
      return Optional.of(
          new Conflict(
              release,
              "rollback floor",
              String.valueOf(numbered.rollbackFloor()),
              String.valueOf(floor)));
    }
    return Optional.empty();
  }

  /// Asked before the counter is claimed, so that a mistake does not use one up.
  private Optional<FloorTooHigh> findFloorTooHigh(
      PublishRequest request, Optional<CatalogueEntry> known) throws StoreException {
    boolean isNumbered = known.isPresent() && known.get().numbering() instanceof Numbered;
    if (isNumbered || !(request.rollbackFloor() instanceof FloorRule.At(var floor))) {
      return Optional.empty();
    }
    long counter = catalogue.highestCounter(request.product()) + 1;
    return floor > counter
        ? Optional.of(new FloorTooHigh(request.release(), floor, counter))
        : Optional.empty();
  }

  private void upload(
      Path file, Offer offer, ReleaseId release, ScannedFile scanned, UploadProgress progress)
      throws IOException {
    TargetFile target = offer.target(release);
    uploader.upload(ObjectPaths.target(target.path(), target.sha256()), file, scanned, progress);
    store.put(ObjectPaths.sliceList(offer.slices().sliceList()), scanned.slices().encode());
    LOG.info(
        "artifact stored release={} artifact={} bytes={}",
        release,
        offer.digest().prefix(),
        offer.lengthBytes());
  }

  private PublishedRelease announce(ReleaseId release, Offer offer, Numbered numbered)
      throws StoreException, UndeliveredEventException {
    var manifest =
        new Manifest(
            release,
            numbered.counter(),
            numbered.rollbackFloor(),
            offer.hardware(),
            List.of(offer.artifact()));
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
            List.of(offer.target(release)),
            StartRequest.AS_POLICY,
            0));
    LOG.info(
        "release published release={} counter={} manifest={}",
        release,
        manifest.counter(),
        published.manifestDigest().prefix());
    return published;
  }

  @Override
  public void close() {
    uploader.close();
  }
}
