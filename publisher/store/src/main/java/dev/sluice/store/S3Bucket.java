package dev.sluice.store;

import dev.sluice.program.admin.Health;
import dev.sluice.program.start.Peers;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// One login to one bucket: the client of the S3 API, set up so that it works with every server we
/// know, and the words for what goes wrong. For any number of threads; whoever opened it closes it.
public final class S3Bucket implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration READ_LIMIT = Duration.ofSeconds(30);
  private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

  private final ObjectStoreConfig config;
  private final AwsCredentialsProvider credentials;
  private final S3Client client;
  private final S3Calls calls;

  private S3Bucket(ObjectStoreConfig config) {
    this.config = config;
    this.credentials = providerOf(config);
    // Checksums of our own are stronger than the SDK's default CRC and cost no second pass.
    var builder =
        S3Client.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials)
            .forcePathStyle(config.pathStyle())
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
                        .addExecutionInterceptor(new WithoutExpectation()));
    config.endpoint().ifPresent(builder::endpointOverride);
    this.client = builder.build();
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

  private static AwsCredentialsProvider providerOf(ObjectStoreConfig config) {
    if (config.accessKey().isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    String accessKey = config.accessKey().get();
    String secretKey = config.secretKey().orElseThrow().reveal();
    return StaticCredentialsProvider.create(
        config
            .sessionToken()
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(accessKey, secretKey, token.reveal()))
            .orElseGet(() -> AwsBasicCredentials.create(accessKey, secretKey)));
  }

  /// What requests are signed with.
  AwsCredentialsProvider credentials() {
    return credentials;
  }

  /// Signs URLs for this bucket; the caller closes it.
  public S3Presigner presigner() {
    var builder =
        S3Presigner.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(config.pathStyle()).build());
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /// Waits at a program's start until the store answers and has the bucket, and tries whether it
  /// keeps the conditions of writes.
  ///
  /// @param check is waiting meanwhile
  /// @throws dev.sluice.program.exit.CannotStartException if it does not keep them
  /// @throws dev.sluice.program.exit.UnreachableException if it did not within the limit
  /// @throws dev.sluice.program.exit.NotAllowedException if it refuses our credentials
  public void await(Duration limit, Health.Check check) throws InterruptedException {
    var _ =
        Peers.await(
            config.toString(),
            limit,
            check,
            () -> {
              try {
                // Some servers tell a location for a bucket that is not there.
                var _ =
                    calls.call(
                        config.bucket(),
                        () -> client.listObjectsV2(of -> of.bucket(config.bucket()).maxKeys(1)));
                ConditionalWrites.require(new S3ObjectStore(this), config.toString());
                return true;
              } catch (StoreUnavailableException e) {
                throw e.explain();
              } catch (StoreException e) {
                throw new Peers.NotReadyException(String.valueOf(e.getMessage()), e);
              }
            });
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
