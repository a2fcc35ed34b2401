package dev.sluice.edge.upstream;

import java.net.URI;

/// Where the origin is: a bucket behind S3's API.
///
/// @param endpoint the service, path-style
/// @param region as the service has it
/// @param bucket holds the objects under their paths
/// @param accessKey identity of a reader
/// @param secretKey its secret; never logged
public record S3Origin(
    URI endpoint, String region, String bucket, String accessKey, String secretKey)
    implements UpstreamConfig {
  public S3Origin {
    if (!endpoint.isAbsolute() || region.isBlank() || bucket.isBlank()) {
      throw new IllegalArgumentException(
          "an origin needs an absolute endpoint, a region and a bucket, got endpoint '%s', region '%s', bucket '%s'"
              .formatted(endpoint, region, bucket));
    }
    if (accessKey.isEmpty() || secretKey.isEmpty()) {
      throw new IllegalArgumentException(
          "the origin %s needs an access key and a secret key".formatted(endpoint));
    }
  }

  @Override
  public String toString() {
    return "S3Origin[" + endpoint + ", " + region + ", " + bucket + "]";
  }
}
