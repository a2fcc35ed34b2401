package dev.sluice.signer.store;

import dev.sluice.events.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket behind the S3 API. For any number of threads.
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final ObjectStoreConfig config;
  private final S3Client client;

  private S3ObjectStore(ObjectStoreConfig config, S3Client client) {
    this.config = config;
    this.client = client;
  }

  /// Opens a bucket; the first call connects.
  public static S3ObjectStore open(ObjectStoreConfig config) {
    var credentials = AwsBasicCredentials.create(config.accessKey(), config.secretKey());
    return new S3ObjectStore(
        config,
        S3Client.builder()
            .endpointOverride(config.endpoint())
            .region(Region.of(config.region()))
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                override ->
                    override
                        .apiCallTimeout(CALL_LIMIT)
                        .addExecutionInterceptor(new NoExpectation()))
            .build());
  }

  @Override
  public Optional<Stored> find(String path) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> object =
          client.getObjectAsBytes(request -> request.bucket(config.bucket()).key(path));
      return Optional.of(new Stored(ByteString.of(object.asByteArray()), object.response().eTag()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable(path, e);
    } catch (SdkException e) {
      throw unavailable(path, e);
    }
  }

  @Override
  public OptionalLong findLengthBytes(String path) throws IOException {
    try {
      return OptionalLong.of(
          client.headObject(request -> request.bucket(config.bucket()).key(path)).contentLength());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return OptionalLong.empty();
      }
      throw unavailable(path, e);
    } catch (SdkException e) {
      throw unavailable(path, e);
    }
  }

  @Override
  public Optional<String> write(String path, byte[] content, Expected expected) throws IOException {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(config.bucket())
            .key(path)
            .contentType("application/json");
    switch (expected) {
      case Expected.Absent() -> request.ifNoneMatch("*");
      case Expected.Unchanged(var tag) -> request.ifMatch(tag);
    }
    try {
      return Optional.of(client.putObject(request.build(), RequestBody.fromBytes(content)).eTag());
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return Optional.empty();
      }
      throw unavailable(path, e);
    } catch (SdkException e) {
      throw unavailable(path, e);
    }
  }

  private IOException unavailable(String path, SdkException cause) {
    return new IOException(
        "%s: expected an answer from %s, got %s".formatted(path, config, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    client.close();
  }

  /// Sends bodies at once instead of asking first with `Expect: 100-continue`.
  ///
  /// Our objects are small, and with the question a refused write hangs now and then: the server
  /// answers 412 before the body, and the JDK's client then waits on the connection that it uses
  /// again.
  private static final class NoExpectation implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().toBuilder().removeHeader("Expect").build();
    }
  }
}
