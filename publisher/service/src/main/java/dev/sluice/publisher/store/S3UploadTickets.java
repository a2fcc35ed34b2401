package dev.sluice.publisher.store;

import dev.sluice.publisher.store.UploadTicket.PartState;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3Calls;
import dev.sluice.store.S3ObjectStore;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreUnavailableException;
import dev.sluice.tuf.digest.Digest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;

/// Upload permissions over the S3 API: multipart uploads with presigned part URLs, each bound to
/// the SHA-256 and the length of its part.
public final class S3UploadTickets implements UploadTickets, AutoCloseable {
  /// How long a ticket lasts: a large artifact over a slow line.
  private static final Duration TICKET_LIFE = Duration.ofHours(6);

  /// A part that is not there or not that one, no such upload, another one that was first.
  private static final Set<Integer> NOT_COMPLETED = Set.of(400, 404, 409, 412);

  private final ObjectStoreConfig config;
  private final S3Bucket bucket;
  private final S3Presigner presigner;
  private final S3Calls calls;
  private final S3ObjectStore documents;

  /// Opens a client; it connects with its first request.
  public S3UploadTickets(ObjectStoreConfig config) {
    this.config = config;
    this.bucket = S3Bucket.open(config);
    this.presigner = bucket.presigner();
    this.calls = bucket.calls();
    this.documents = new S3ObjectStore(bucket);
  }

  @Override
  public Optional<UploadTicket> open(String path, long lengthBytes, List<UploadPart> parts)
      throws StoreException {
    if (documents.exists(path, lengthBytes)) {
      return Optional.empty();
    }
    Optional<String> cutOff = findOpen(path);
    String uploadId = cutOff.isPresent() ? cutOff.get() : create(path);
    Map<Integer, Part> sent = cutOff.isPresent() ? sent(path, uploadId) : Map.of();
    List<PartState> states = new ArrayList<>(parts.size());
    for (UploadPart part : parts) {
      Part there = sent.get(part.number());
      states.add(
          there != null && isSame(there, part)
              ? new SentPart(part, there.eTag())
              : partTicket(path, uploadId, part));
    }
    return Optional.of(new UploadTicket(path, uploadId, states));
  }

  /// The latest upload of just this object that has neither ended nor been given up.
  private Optional<String> findOpen(String path) throws StoreException {
    return calls.call(
        path,
        () ->
            bucket
                .client()
                .listMultipartUploadsPaginator(list -> list.bucket(config.bucket()).prefix(path))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(path))
                .max(Comparator.comparing(MultipartUpload::initiated))
                .map(MultipartUpload::uploadId));
  }

  private String create(String path) throws StoreException {
    return calls
        .call(
            path,
            () ->
                bucket
                    .client()
                    .createMultipartUpload(
                        create ->
                            create
                                .bucket(config.bucket())
                                .key(path)
                                .contentType("application/octet-stream")
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256)))
        .uploadId();
  }

  private Map<Integer, Part> sent(String path, String uploadId) throws StoreException {
    return calls.call(
        path,
        () ->
            bucket
                .client()
                .listPartsPaginator(
                    list -> list.bucket(config.bucket()).key(path).uploadId(uploadId))
                .parts()
                .stream()
                .collect(Collectors.toMap(Part::partNumber, part -> part, (_, later) -> later)));
  }

  /// A store that keeps checksums says them; with another the length has to do, as the whole object
  /// is read in the end.
  private static boolean isSame(Part there, UploadPart part) {
    return there.size() == part.lengthBytes()
        && (there.checksumSHA256() == null || there.checksumSHA256().equals(base64(part.sha256())));
  }

  private PartTicket partTicket(String path, String uploadId, UploadPart part) {
    PresignedUploadPartRequest presigned =
        presigner.presignUploadPart(
            presign ->
                presign
                    .signatureDuration(TICKET_LIFE)
                    .uploadPartRequest(
                        upload ->
                            upload
                                .bucket(config.bucket())
                                .key(path)
                                .uploadId(uploadId)
                                .partNumber(part.number())
                                .contentLength(part.lengthBytes())
                                .checksumSHA256(base64(part.sha256()))));
    // The HTTP client sets these two itself and lets nobody else.
    Map<String, String> headers =
        presigned.signedHeaders().entrySet().stream()
            .filter(header -> !isSetByClient(header.getKey()))
            .collect(
                Collectors.toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
    return new PartTicket(part, URI.create(presigned.url().toString()), headers);
  }

  private static String base64(Digest digest) {
    return Base64.getEncoder().encodeToString(digest.bytes());
  }

  private static boolean isSetByClient(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.equals("host") || name.equals("content-length");
  }

  @Override
  public void complete(UploadTicket ticket, List<String> entityTags) throws StoreException {
    List<UploadPart> parts = ticket.parts().stream().map(PartState::part).toList();
    long lengthBytes = parts.stream().mapToLong(UploadPart::lengthBytes).sum();
    if (!tryComplete(ticket.path(), ticket.uploadId(), parts, entityTags)
        && !documents.exists(ticket.path(), lengthBytes)) {
      throw new StoreException(
          ticket.path() + ": expected its upload to end, got parts that the store does not know");
    }
  }

  /// Ends an upload, unless an object of its name is there.
  ///
  /// @param parts all of them, ascending
  /// @param entityTags what the store answered to each part, in their order
  /// @return false if there is an object, no such upload, or not with these parts
  /// @throws StoreException if the store fails
  public boolean tryComplete(
      String path, String uploadId, List<UploadPart> parts, List<String> entityTags)
      throws StoreException {
    List<CompletedPart> completed = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      completed.add(
          CompletedPart.builder()
              .partNumber(parts.get(i).number())
              .eTag(entityTags.get(i))
              .checksumSHA256(base64(parts.get(i).sha256()))
              .build());
    }
    try {
      return calls.call(path, () -> complete(path, uploadId, completed));
    } catch (StoreUnavailableException e) {
      // A refusal can be lost with its connection, as that of any conditional write.
      if (documents.findLengthBytes(path).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  private boolean complete(String path, String uploadId, List<CompletedPart> parts) {
    try {
      var _ =
          bucket
              .client()
              .completeMultipartUpload(
                  complete ->
                      complete
                          .bucket(config.bucket())
                          .key(path)
                          .uploadId(uploadId)
                          .ifNoneMatch("*")
                          .multipartUpload(upload -> upload.parts(parts)));
      return true;
    } catch (S3Exception e) {
      if (NOT_COMPLETED.contains(e.statusCode())) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    presigner.close();
    bucket.close();
  }
}
