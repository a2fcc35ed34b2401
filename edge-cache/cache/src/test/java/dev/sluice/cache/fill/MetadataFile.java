package dev.sluice.cache.fill;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Metadata as far as a cache looks at it, without keys.
public final class MetadataFile {
  private MetadataFile() {}

  /// A document without signatures.
  public static byte[] of(String type, long version) {
    return "{\"signatures\":[],\"signed\":{\"_type\":\"%s\",\"version\":%d}}"
        .formatted(type, version)
        .getBytes(UTF_8);
  }

  /// The same, with blanks behind it up to a length.
  public static byte[] of(String type, long version, int lengthBytes) {
    var text = new String(of(type, version), UTF_8);
    return (text + " ".repeat(lengthBytes - text.length())).getBytes(UTF_8);
  }
}
