package dev.sluice.store;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.program.config.SecretText;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the object store is and how to log in there: section `store` of a configuration.
///
/// @param endpoint of the S3 API, `http` or `https`; absent for AWS itself
/// @param region what requests are signed for
/// @param bucket an existing bucket
/// @param pathStyle whether the bucket stands in the path of a URL rather than in its host name
/// @param accessKey public half of the credentials, with `secretKey` or not at all; without them
///     the SDK's default chain looks for some (environment, profile, the machine's role)
/// @param secretKey secret half
/// @param sessionToken of temporary credentials, with `accessKey`
public record ObjectStoreConfig(
    @Describe("address of the S3 API; without it that of AWS in the region") Optional<URI> endpoint,
    @Describe("region that requests are signed for") @Default("us-east-1") String region,
    @Describe("bucket of the pipeline, which exists") String bucket,
    @Describe("whether the bucket stands in the path of a URL rather than in the host name")
        @Default("true")
        boolean pathStyle,
    @Describe("access key; without it the AWS SDK's default credentials")
        Optional<String> accessKey,
    @Describe("secret key, together with access-key") Optional<SecretText> secretKey,
    @Describe("token of temporary credentials, together with access-key")
        Optional<SecretText> sessionToken) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /// Checks that nothing is missing or half set.
  public ObjectStoreConfig {
    endpoint.ifPresent(
        address ->
            HttpAddress.require(
                "endpoint", address, "they go into access-key and secret-key-file"));
    if (region.isBlank()) {
      throw new IllegalArgumentException("region: expected a region, got nothing");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "bucket: expected 3 to 63 of a-z, 0-9, '.' and '-', got '" + bucket + "'");
    }
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw new IllegalArgumentException(
          "access-key: expected access-key and secret-key together, got only one of them");
    }
    if (accessKey.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("access-key: expected a key, got nothing");
    }
    if (sessionToken.isPresent() && accessKey.isEmpty()) {
      throw new IllegalArgumentException(
          "session-token: expected access-key and secret-key with it, got none");
    }
  }

  /// A server of one's own, with keys that last, such as the embedded one.
  public static ObjectStoreConfig of(
      URI endpoint, String region, String bucket, String accessKey, String secretKey) {
    return new ObjectStoreConfig(
        Optional.of(endpoint),
        region,
        bucket,
        true,
        Optional.of(accessKey),
        Optional.of(new SecretText(secretKey)),
        Optional.empty());
  }

  /// Without credentials.
  @Override
  public String toString() {
    return "object store " + endpoint.map(URI::toString).orElse("AWS " + region) + "/" + bucket;
  }
}
