package dev.sluice.edge.upstream;

import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.tls.Tls;
import java.net.URI;
import java.util.Optional;

/// Where the origin is: a bucket behind S3's API.
///
/// @param endpoint the service; absent for AWS's own of the region
/// @param region as the service has it
/// @param bucket holds the objects under their paths
/// @param pathStyle whether the bucket stands in the path rather than in the host name
/// @param accessKey identity of a reader; without it the SDK's default chain finds credentials
/// @param secretKey its secret, with `accessKey` or not at all
/// @param sessionToken of temporary credentials
/// @param tls whom to trust there; without it the JDK's authorities
public record S3Origin(
    @Describe("address of the service; without it AWS's own of the region") Optional<URI> endpoint,
    @Describe("region as the service has it") String region,
    @Describe("bucket that holds the objects") String bucket,
    @Describe("whether the bucket stands in the path rather than in the host name") @Default("true")
        boolean pathStyle,
    @Describe("identity of a reader; without it the SDK's default chain finds credentials")
        Optional<String> accessKey,
    @Describe("secret of access-key") Optional<SecretText> secretKey,
    @Describe("token of temporary credentials") Optional<SecretText> sessionToken,
    @Describe("whom to trust for https; without it the JDK's authorities") Optional<Tls> tls) {
  /// Checks that nothing is missing.
  public S3Origin {
    endpoint.ifPresent(
        address ->
            HttpAddress.require(
                "endpoint", address, "they go into access-key and secret-key-file"));
    tls.ifPresent(material -> material.requireHostVerified("tls", "an S3 service"));
    if (tls.flatMap(Tls::certificate).isPresent()) {
      throw new IllegalArgumentException(
          "tls: expected no certificate of our own, got one; S3 knows a reader by access-key");
    }
    if (region.isBlank()) {
      throw new IllegalArgumentException("region: expected a name, got nothing");
    }
    if (bucket.isBlank()) {
      throw new IllegalArgumentException("bucket: expected a name, got nothing");
    }
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw new IllegalArgumentException(
          "expected access-key and secret-key-file together, got only one of them");
    }
    if (sessionToken.isPresent() && accessKey.isEmpty()) {
      throw new IllegalArgumentException("session-token: expected access-key with it, got none");
    }
  }

  /// A service at an address, path-style, with a key.
  public S3Origin(URI endpoint, String region, String bucket, String accessKey, String secretKey) {
    this(
        Optional.of(endpoint),
        region,
        bucket,
        true,
        Optional.of(accessKey),
        Optional.of(new SecretText(secretKey)),
        Optional.empty(),
        Optional.empty());
  }

  /// For messages.
  @Override
  public String toString() {
    return "bucket %s at %s"
        .formatted(bucket, endpoint.map(URI::toString).orElse("S3 in " + region));
  }
}
