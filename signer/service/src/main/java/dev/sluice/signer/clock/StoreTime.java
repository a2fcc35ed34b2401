package dev.sluice.signer.clock;

import dev.sluice.store.S3Bucket;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The object store's clock: the `Date` of its answer to a question that it must answer anyway.
public final class StoreTime implements TimeSource {
  private final S3Bucket bucket;

  /// The clock of a bucket's store; the bucket stays the caller's to close.
  public StoreTime(S3Bucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public String name() {
    return bucket.config().toString();
  }

  @Override
  public Optional<Instant> now() throws IOException {
    String path = MetadataPaths.timestamp();
    SdkHttpResponse response = bucket.calls().call(path, () -> ask(path));
    return response.firstMatchingHeader("Date").flatMap(StoreTime::parse);
  }

  private SdkHttpResponse ask(String path) {
    try {
      SdkResponse answer =
          bucket.client().headObject(head -> head.bucket(bucket.config().bucket()).key(path));
      return answer.sdkHttpResponse();
    } catch (S3Exception e) {
      // A store without a repository tells the time as well. So does one that refuses us, but who
      // signs must be able to write there.
      if (e.statusCode() == 404 && e.awsErrorDetails() != null) {
        return e.awsErrorDetails().sdkHttpResponse();
      }
      throw e;
    }
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
