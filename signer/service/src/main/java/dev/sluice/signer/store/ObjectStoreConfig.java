package dev.sluice.signer.store;

import java.net.URI;

/// Where the object store is and how to log in there.
///
/// @param endpoint base URI of an S3 API
/// @param region region that signs requests
/// @param bucket bucket; must exist
/// @param accessKey name of the credential
/// @param secretKey the credential; never printed
public record ObjectStoreConfig(
    URI endpoint, String region, String bucket, String accessKey, String secretKey) {
  /// Checks that nothing is empty.
  public ObjectStoreConfig {
    if (!endpoint.isAbsolute()
        || region.isBlank()
        || bucket.isBlank()
        || accessKey.isBlank()
        || secretKey.isBlank()) {
      throw new IllegalArgumentException(
          "expected endpoint, region, bucket and both keys of the object store, got one without");
    }
  }

  @Override
  public String toString() {
    return bucket + " at " + endpoint;
  }
}
