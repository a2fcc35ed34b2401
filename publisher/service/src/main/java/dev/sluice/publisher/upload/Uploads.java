package dev.sluice.publisher.upload;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.publisher.store.UploadTicket;
import dev.sluice.publisher.upload.UploadOutcome.Gone;
import dev.sluice.publisher.upload.UploadOutcome.Open;
import dev.sluice.publisher.upload.UploadOutcome.Stored;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.ReleaseId;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Takes artifacts into the object store without seeing them pass.
///
/// | step | who | what makes it safe |
/// |---|---|---|
/// | begin | we | part URLs, each bound to the length and SHA-256 of its part |
/// | send | client | the store checks each part against its SHA-256 |
/// | complete | we | only if there is no object of this name: what was checked is never replaced |
/// | check | we | the object is read once, whole: SHA-256, length and slices are our own finding |
///
/// Digests of parts say nothing of the digest of the whole, and not every store keeps what it
/// checked; so only what was read here is vouched for: `catalogue/<product>/artifacts/…` remembers
/// it. An object that is not what its name says is thrown away. The read costs the store's network,
/// not the client's, and happens once for each artifact. An upload that was cut off goes on with
/// the parts that the store has. For any number of threads.
public final class Uploads implements AutoCloseable {
  /// How long a caller is kept waiting for a check: a gigabyte or so.
  private static final Duration DEFAULT_CHECK_WAIT = Duration.ofSeconds(10);

  private final ArtifactStore store;
  private final S3UploadTickets tickets;
  private final ContentChecks checks;

  /// The caller closes what it gives, afterwards.
  public Uploads(ArtifactStore store, S3UploadTickets tickets) {
    this(store, tickets, DEFAULT_CHECK_WAIT);
  }

  /// @param checkWait how long a caller is kept waiting for a check
  Uploads(ArtifactStore store, S3UploadTickets tickets, Duration checkWait) {
    this.store = store;
    this.tickets = tickets;
    this.checks = new ContentChecks(store, checkWait);
  }

  /// Begins an upload, goes on with one, or says that there is nothing to send.
  ///
  /// @throws StoreException if the store fails
  /// @throws InterruptedException if interrupted while a check goes on
  public UploadOutcome begin(UploadRequest request) throws StoreException, InterruptedException {
    Optional<CheckedContent> stored = find(request);
    if (stored.isPresent()) {
      return new Stored(stored.get());
    }
    if (store.exists(request.object(), request.lengthBytes())) {
      UploadOutcome checked = checks.check(request);
      if (!(checked instanceof UploadOutcome.Wrong)) {
        return checked;
      }
    }
    Optional<UploadTicket> ticket =
        tickets.open(request.object(), request.lengthBytes(), request.parts());
    return ticket.isPresent() ? new Open(ticket.get()) : checks.check(request);
  }

  /// Ends an upload whose parts were all sent.
  ///
  /// @param uploadId the ticket's
  /// @param entityTags what the store answered to each part, in their order
  /// @throws IllegalArgumentException unless there is one entity tag for each part
  /// @throws StoreException if the store fails
  /// @throws InterruptedException if interrupted while the check goes on
  public UploadOutcome complete(UploadRequest request, String uploadId, List<String> entityTags)
      throws StoreException, InterruptedException {
    if (entityTags.size() != request.parts().size()) {
      throw new IllegalArgumentException(
          "expected %d entity tags, got %d".formatted(request.parts().size(), entityTags.size()));
    }
    Optional<CheckedContent> stored = find(request);
    if (stored.isPresent()) {
      return new Stored(stored.get());
    }
    boolean completed =
        tickets.tryComplete(request.object(), uploadId, request.parts(), entityTags);
    return completed || store.exists(request.object(), request.lengthBytes())
        ? checks.check(request)
        : new Gone();
  }

  private Optional<CheckedContent> find(UploadRequest request) throws StoreException {
    return find(request.release(), request.name(), request.digest(), request.lengthBytes());
  }

  /// What is known of an artifact that is in the store now.
  ///
  /// @return empty if it is not there, or was not checked
  /// @throws StoreException if the store fails
  public Optional<CheckedContent> find(
      ReleaseId release, ArtifactName name, Digest digest, long lengthBytes) throws StoreException {
    Optional<StoredDocument> document =
        store.find(
            ContentChecks.document(release, name, digest), CheckedContent.MAX_DOCUMENT_BYTES);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    CheckedContent content;
    try {
      content = CheckedContent.decode(document.get().content().bytes());
    } catch (MalformedJsonException e) {
      // It only saves a read.
      return Optional.empty();
    }
    boolean isThere =
        content.digest().equals(digest)
            && content.lengthBytes() == lengthBytes
            && store.exists(UploadRequest.object(release, name, digest), lengthBytes);
    return isThere ? Optional.of(content) : Optional.empty();
  }

  /// Gives up the checks under way; they begin anew when somebody asks again.
  @Override
  public void close() {
    checks.close();
  }
}
