package dev.sluice.store;

import java.net.URI;

/// Where the object store is and how to log in there.
///
/// @param endpoint of the S3 API, `http` or `https`
/// @param region what requests are signed for
/// @param bucket an existing bucket
/// @param accessKey public half of the credentials
/// @param secretKey secret half; never printed
public record ObjectStoreConfig(
    URI endpoint, String region, String bucket, String accessKey, String secretKey) {
  /// Checks that nothing is missing.
  public ObjectStoreConfig {
    if (endpoint.getHost() == null || !isHttp(endpoint)) {
      throw new IllegalArgumentException(
          "store endpoint: expected http://host:port or https://host, got " + endpoint);
    }
    if (region.isBlank() || bucket.isBlank() || accessKey.isBlank() || secretKey.isBlank()) {
      throw new IllegalArgumentException(
          "store: expected region, bucket, access key and secret key, got a blank one");
    }
  }

  private static boolean isHttp(URI endpoint) {
    return "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
  }

  /// Without credentials.
  @Override
  public String toString() {
    return "object store " + endpoint + "/" + bucket;
  }
}
