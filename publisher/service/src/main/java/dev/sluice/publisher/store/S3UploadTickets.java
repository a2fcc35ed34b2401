package dev.sluice.publisher.store;

import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3Calls;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;

/// Upload permissions over the S3 API: multipart uploads with presigned part URLs, each bound to
/// the SHA-256 and the length of its part.
public final class S3UploadTickets implements UploadTickets, AutoCloseable {
  /// How long a ticket lasts: a large artifact over a slow line.
  private static final Duration TICKET_LIFE = Duration.ofHours(6);

  private final ObjectStoreConfig config;
  private final S3Bucket bucket;
  private final S3Presigner presigner;
  private final S3Calls calls;

  /// Opens a client; it connects with its first request.
  public S3UploadTickets(ObjectStoreConfig config) {
    this.config = config;
    this.bucket = S3Bucket.open(config);
    this.presigner = bucket.presigner();
    this.calls = bucket.calls();
  }

  @Override
  public UploadTicket create(String path, List<UploadPart> parts) throws StoreException {
    String uploadId =
        calls
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
    List<PartTicket> tickets =
        parts.stream().map(part -> partTicket(path, uploadId, part)).toList();
    return new UploadTicket(path, uploadId, tickets);
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
    List<CompletedPart> parts = new ArrayList<>();
    for (int i = 0; i < entityTags.size(); i++) {
      UploadPart part = ticket.parts().get(i).part();
      parts.add(
          CompletedPart.builder()
              .partNumber(part.number())
              .eTag(entityTags.get(i))
              .checksumSHA256(base64(part.sha256()))
              .build());
    }
    var _ =
        calls.call(
            ticket.path(),
            () ->
                bucket
                    .client()
                    .completeMultipartUpload(
                        complete ->
                            complete
                                .bucket(config.bucket())
                                .key(ticket.path())
                                .uploadId(ticket.uploadId())
                                .multipartUpload(upload -> upload.parts(parts))));
  }

  @Override
  public void abort(UploadTicket ticket) throws StoreException {
    var _ =
        calls.call(
            ticket.path(),
            () ->
                bucket
                    .client()
                    .abortMultipartUpload(
                        abort ->
                            abort
                                .bucket(config.bucket())
                                .key(ticket.path())
                                .uploadId(ticket.uploadId())));
  }

  @Override
  public void close() {
    presigner.close();
    bucket.close();
  }
}
