package dev.sluice.store;

import dev.sluice.events.ByteString;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// Documents in a bucket behind the S3 API. Each is sent with its SHA-256, which the store checks.
public final class S3ObjectStore implements ObjectStore {
  private final S3Bucket bucket;

  /// A store in an open bucket, which stays the caller's to close.
  public S3ObjectStore(S3Bucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException {
    Optional<ResponseInputStream<GetObjectResponse>> found =
        bucket
            .calls()
            .find(path, () -> bucket.client().getObject(get -> get.bucket(name()).key(path)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (ResponseInputStream<GetObjectResponse> stream = found.get()) {
      byte[] content = stream.readNBytes(Math.toIntExact(maxLengthBytes) + 1);
      if (content.length > maxLengthBytes) {
        stream.abort();
        throw new StoreException(
            "%s, %s: expected at most %d bytes, got more"
                .formatted(bucket.config(), path, maxLengthBytes));
      }
      return Optional.of(new StoredDocument(ByteString.of(content), stream.response().eTag()));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "%s, %s: expected the whole object, got %s"
              .formatted(bucket.config(), path, e.getMessage()),
          e,
          false);
    }
  }

  @Override
  public OptionalLong findLengthBytes(String path) throws StoreException {
    return head(path)
        .map(head -> OptionalLong.of(head.contentLength()))
        .orElse(OptionalLong.empty());
  }

  private Optional<HeadObjectResponse> head(String path) throws StoreException {
    return bucket
        .calls()
        .find(path, () -> bucket.client().headObject(head -> head.bucket(name()).key(path)));
  }

  @Override
  public Optional<String> write(String path, byte[] content, Expected expected)
      throws StoreException {
    PutObjectRequest.Builder request = request(path, content);
    switch (expected) {
      case Expected.Absent() -> request.ifNoneMatch("*");
      case Expected.Unchanged(var entityTag) -> request.ifMatch(entityTag);
    }
    try {
      return bucket
          .calls()
          .attempt(
              path,
              () ->
                  bucket.client().putObject(request.build(), RequestBody.fromBytes(content)).eTag(),
              () -> find(path, content));
    } catch (StoreUnavailableException e) {
      // A server that refuses before it has read the body may close the connection on it, each time
      // that the SDK tries, and the answer is lost. What stands there tells the same.
      Optional<String> own = find(path, content);
      if (own.isEmpty() && isAsExpected(path, expected)) {
        throw e;
      }
      return own;
    }
  }

  private boolean isAsExpected(String path, Expected expected) throws StoreException {
    Optional<String> standing = head(path).map(HeadObjectResponse::eTag);
    return switch (expected) {
      case Expected.Absent() -> standing.isEmpty();
      case Expected.Unchanged(var entityTag) -> standing.filter(entityTag::equals).isPresent();
    };
  }

  /// The entity tag of an object of just these bytes.
  private Optional<String> find(String path, byte[] content) throws StoreException {
    return exists(path, content.length)
        ? find(path, content.length)
            .filter(stored -> Arrays.equals(stored.content().bytes(), content))
            .map(StoredDocument::entityTag)
        : Optional.empty();
  }

  /// Writes a document whatever stands there: for one whose name contains its digest, so that
  /// writing it twice changes nothing.
  ///
  /// @throws StoreException if the store fails
  public void put(String path, byte[] content) throws StoreException {
    var _ =
        bucket
            .calls()
            .call(
                path,
                () ->
                    bucket
                        .client()
                        .putObject(request(path, content).build(), RequestBody.fromBytes(content)));
  }

  private PutObjectRequest.Builder request(String path, byte[] content) {
    return PutObjectRequest.builder()
        .bucket(name())
        .key(path)
        .contentType(path.endsWith(".json") ? "application/json" : "application/octet-stream")
        .checksumSHA256(Base64.getEncoder().encodeToString(Digest.sha256(content).bytes()));
  }

  private String name() {
    return bucket.config().bucket();
  }
}
