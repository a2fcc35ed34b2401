package dev.sluice.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// One login to one bucket: the client of the S3 API, set up so that it works with every server we
/// know, and the words for what goes wrong. For any number of threads; whoever opened it closes it.
public final class S3Bucket implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration READ_LIMIT = Duration.ofSeconds(30);
  private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

  private final ObjectStoreConfig config;
  private final StaticCredentialsProvider credentials;
  private final S3Client client;
  private final S3Calls calls;

  private S3Bucket(ObjectStoreConfig config) {
    this.config = config;
    this.credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(config.accessKey(), config.secretKey()));
    // Checksums of our own are stronger than the SDK's default CRC and cost no second pass.
    this.client =
        S3Client.builder()
            .endpointOverride(config.endpoint())
            .region(Region.of(config.region()))
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_LIMIT)
                    .socketTimeout(READ_LIMIT))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallTimeout(CALL_LIMIT)
                        .addExecutionInterceptor(new WithoutExpectation()))
            .build();
    this.calls = new S3Calls(config);
  }

  /// Opens a bucket; the first request connects.
  public static S3Bucket open(ObjectStoreConfig config) {
    return new S3Bucket(config);
  }

  /// Where it is.
  public ObjectStoreConfig config() {
    return config;
  }

  /// What requests are signed with.
  public StaticCredentialsProvider credentials() {
    return credentials;
  }

  /// The SDK's client; what it throws goes through [#calls()].
  public S3Client client() {
    return client;
  }

  /// Makes requests whose failures are told in our words.
  public S3Calls calls() {
    return calls;
  }

  @Override
  public void close() {
    client.close();
  }
}
