package dev.sluice.tuf.metadata;

import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Names of files in a repository with consistent snapshots (TUF 1.0.34 section 6.2), and of the
/// same files in a client's own store.
///
/// Paths are relative and are not escaped for a URI, except that a role's name is percent-encoded
/// so that it is always one path segment.
public final class MetadataPaths {
  private static final String UNRESERVED = "_.-~";

  private MetadataPaths() {}

  /// `metadata/<version>.root.json`.
  public static String root(long version) {
    return "metadata/" + version + "." + fileName(Roles.ROOT);
  }

  /// `metadata/timestamp.json`, the only file that changes under its name.
  public static String timestamp() {
    return "metadata/" + fileName(Roles.TIMESTAMP);
  }

  /// `metadata/<version>.snapshot.json`.
  public static String snapshot(long version) {
    return role(Roles.SNAPSHOT, version);
  }

  /// `metadata/<version>.<role>.json` for `targets` and for delegated roles.
  public static String role(String role, long version) {
    return "metadata/" + version + "." + fileName(role);
  }

  /// `metadata/<role>.json`: the name in a repository without consistent snapshots.
  public static String unversioned(String role) {
    return "metadata/" + fileName(role);
  }

  /// `targets/<dir>/<sha256>.<name>` for the target path `<dir>/<name>`.
  public static String target(String targetPath, Digest sha256) {
    int name = targetPath.lastIndexOf('/') + 1;
    return "targets/"
        + targetPath.substring(0, name)
        + sha256.hex()
        + "."
        + targetPath.substring(name);
  }

  /// `<role>.json`: the name under which a client keeps the latest trusted version.
  public static String fileName(String role) {
    return percentEncode(role) + ".json";
  }

  private static String percentEncode(String role) {
    var out = new StringBuilder();
    for (byte b : role.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (alphanumeric || UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }
}
