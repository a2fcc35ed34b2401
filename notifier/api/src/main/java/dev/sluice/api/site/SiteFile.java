package dev.sluice.api.site;

import dev.sluice.tuf.digest.Digest;

/// One file of a site; it does not change.
public final class SiteFile {
  private static final int ETAG_LENGTH = 32;

  private final byte[] content;
  private final String mediaType;
  private final String etag;

  SiteFile(byte[] content, String mediaType) {
    this.content = content.clone();
    this.mediaType = mediaType;
    this.etag = '"' + Digest.sha256(content).hex().substring(0, ETAG_LENGTH) + '"';
  }

  /// Its bytes, a copy.
  public byte[] content() {
    return content.clone();
  }

  /// Its media type, with the charset if it is text.
  public String mediaType() {
    return mediaType;
  }

  /// Names its content, in quotes: other content has another.
  public String etag() {
    return etag;
  }
}
