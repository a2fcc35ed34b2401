package dev.sluice.server;

/// One identity at the object server.
///
/// @param accessKey public name of the identity
/// @param secretKey what requests are signed with; never logged
public record StoreCredentials(String accessKey, String secretKey) {
  @Override
  public String toString() {
    return "StoreCredentials[" + accessKey + "]";
  }
}
