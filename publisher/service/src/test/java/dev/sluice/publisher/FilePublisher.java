package dev.sluice.publisher;

import dev.sluice.events.release.StartRequest;
import dev.sluice.kafka.EventProducer;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.catalogue.CounterRule;
import dev.sluice.publisher.publication.PublishOutcome;
import dev.sluice.publisher.publication.PublishOutcome.Unavailable;
import dev.sluice.publisher.publication.ReleaseOrder;
import dev.sluice.publisher.publication.Releases;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.store.PartSender;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.publisher.store.UploadTicket;
import dev.sluice.publisher.upload.UploadOutcome;
import dev.sluice.publisher.upload.UploadRequest;
import dev.sluice.publisher.upload.Uploads;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Publishes one file as a release without an API between, so that every step can be made to fail.
public final class FilePublisher implements AutoCloseable {
  private final Uploads uploads;
  private final Releases releases;
  private final PartSender sender;

  /// The caller closes what it gives, after the publisher.
  ///
  /// @param retries of each part of an upload
  public FilePublisher(
      ArtifactStore store, S3UploadTickets tickets, EventProducer events, RetryPolicy retries) {
    this.uploads = new Uploads(store, tickets);
    this.releases = new Releases(store, uploads, events);
    this.sender = new PartSender(retries);
  }

  /// Publishes a file as a release; bad input and unreachable services are outcomes, not
  /// exceptions.
  public PublishOutcome publish(PublishRequest request) {
    ScannedFile scanned;
    try {
      scanned = ScannedFile.scan(request.file(), SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      upload(request, scanned);
      return releases.publish(order(request, scanned), "ann", Optional.empty());
    } catch (IOException e) {
      return new Unavailable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable("expected to be left alone, got interrupted");
    }
  }

  private void upload(PublishRequest request, ScannedFile scanned)
      throws IOException, InterruptedException {
    var upload =
        new UploadRequest(
            request.release(),
            name(request),
            scanned.digest(),
            scanned.lengthBytes(),
            scanned.parts());
    UploadOutcome outcome = uploads.begin(upload);
    if (outcome instanceof UploadOutcome.Open(UploadTicket ticket)) {
      List<String> entityTags =
          sender.sendAll(ticket, request.file(), scanned.lengthBytes(), UploadProgress.NONE);
      outcome = uploads.complete(upload, ticket.uploadId(), entityTags);
    }
    while (outcome instanceof UploadOutcome.Checking) {
      outcome = uploads.begin(upload);
    }
    if (!(outcome instanceof UploadOutcome.Stored)) {
      throw new StoreException(request.file() + ": expected it in the store, got " + outcome);
    }
  }

  private static ArtifactName name(PublishRequest request) {
    return new ArtifactName(request.file().getFileName().toString());
  }

  private static ReleaseOrder order(PublishRequest request, ScannedFile scanned) {
    var artifact =
        new Artifact(name(request), scanned.digest(), scanned.lengthBytes(), Installer.FILE);
    return new ReleaseOrder(
        request.release(),
        List.of(artifact),
        request.hardware(),
        request.rollbackFloor(),
        new CounterRule.Next(),
        StartRequest.AS_POLICY,
        0);
  }

  @Override
  public void close() {
    sender.close();
    uploads.close();
  }
}
