package dev.sluice.program.http;

import java.util.Locale;
import java.util.Set;

/// Content codings (RFC 9110 section 8.4): offsets, lengths and digests are those of the bytes as
/// published, so that what comes compressed is of no use, a range of it least of all.
public final class ContentCoding {
  /// What is asked for.
  public static final String NONE = "identity";

  private static final Set<String> COMPRESSIONS =
      Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz");

  private ContentCoding() {}

  /// Whether the bytes are not those of the object. What is no compression, as the `aws-chunked`
  /// that some clients of S3 leave behind, says nothing of them.
  public static boolean isApplied(String contentEncoding) {
    for (var coding : contentEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (COMPRESSIONS.contains(coding.strip())) {
        return true;
      }
    }
    return false;
  }

  /// What to tell of a server that coded its answer all the same.
  public static String objection(String server, String contentEncoding) {
    return "%s was asked for the bytes as they are and sent them coded as '%s'; switch compression off there"
        .formatted(server, contentEncoding);
  }
}
