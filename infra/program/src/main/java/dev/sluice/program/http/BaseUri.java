package dev.sluice.program.http;

import java.net.URI;

/// Where the objects of a server stand.
///
/// @param uri ends in a slash
public record BaseUri(URI uri) {
  /// Adds the slash.
  public BaseUri {
    uri = URI.create(uri.toString().replaceAll("/+$", "") + "/");
  }

  /// The address of an object. Paths consist of names with a restricted alphabet, of which `%` and
  /// `+` need care: both must reach the server as such, and although a plus sign is one in a path
  /// (RFC 3986 section 3.3), S3 and CloudFront take it for a space.
  ///
  /// @param path of the object, not encoded, without a leading slash; its first name has no colon
  public URI of(String path) {
    return uri.resolve(path.replace("%", "%25").replace("+", "%2B"));
  }

  /// As one writes it.
  @Override
  public String toString() {
    return uri.toString();
  }
}
