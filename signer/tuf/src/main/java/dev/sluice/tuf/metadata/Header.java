package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;

/// What all signed documents begin with (TUF 1.0.34 section 4.3).
///
/// @param specVersion version of the specification that the document follows; its first number is 1
/// @param version rises with every new document of a role; at least 1
/// @param expires from this moment on the document is no longer to be trusted; whole seconds
public record Header(String specVersion, long version, Instant expires) {
  /// The version that we write.
  public static final String SPEC_VERSION = "1.0.34";

  static final Set<String> KNOWN = Set.of("_type", "spec_version", "version", "expires");
  private static final Pattern SUPPORTED = Pattern.compile("1\\.[0-9]{1,9}(\\.[0-9]{1,9})?");

  /// Checks the version and cuts the expiry to seconds, the precision of the format.
  public Header {
    if (!SUPPORTED.matcher(specVersion).matches() || version < 1) {
      throw new IllegalArgumentException("spec " + specVersion + ", version " + version);
    }
    expires = expires.truncatedTo(ChronoUnit.SECONDS);
  }

  /// A header of the specification that we write.
  public static Header of(long version, Instant expires) {
    return new Header(SPEC_VERSION, version, expires);
  }

  static Header decode(JsonObject signed, String type) throws MalformedJsonException {
    if (!signed.requireString("_type").equals(type)) {
      throw signed.malformed("_type", "\"" + type + "\"");
    }
    String specVersion = signed.requireString("spec_version");
    if (!SUPPORTED.matcher(specVersion).matches()) {
      throw signed.malformed("spec_version", "a version 1 of the specification");
    }
    long version = signed.requireLong("version", 1, Long.MAX_VALUE);
    Instant expires = signed.requireInstant("expires");
    // Other spellings of the same moment would not survive decoding and encoding.
    if (!expires
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .equals(signed.requireString("expires"))) {
      throw signed.malformed("expires", "a moment as YYYY-MM-DDThh:mm:ssZ");
    }
    return new Header(specVersion, version, expires);
  }

  JsonObject.Builder toJson(String type) {
    return JsonObject.builder()
        .put("_type", type)
        .put("spec_version", specVersion)
        .put("version", version)
        .put("expires", expires);
  }
}
