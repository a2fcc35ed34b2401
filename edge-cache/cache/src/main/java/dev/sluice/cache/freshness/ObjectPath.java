package dev.sluice.cache.freshness;

import dev.sluice.tuf.digest.Digest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The path of an object that edge nodes serve; it is also the cache key, the same at every tier
/// and in the store.
///
/// The shapes, and nothing else:
///
/// | path | kind |
/// |---|---|
/// | `targets/[<dir>/…]<sha256>.<name>` | immutable, named by digest |
/// | `patches/<sha256>`, `slices/<sha256>` | immutable, named by digest |
/// | `metadata/<n>.root.json` | immutable when present; its absence is kept for a while |
/// | `metadata/<n>.<role>.json` | immutable |
/// | `metadata/timestamp.json` | mutable |
///
/// A path that does not carry a digest or a version could change under its name and is refused.
///
/// @param value the path without a leading slash, percent-decoded
/// @param kind how it may be cached
public record ObjectPath(String value, ObjectKind kind) {
  /// Longer paths are refused.
  public static final int MAX_LENGTH = 1024;

  /// The one file of a repository that changes under its name.
  public static final ObjectPath TIMESTAMP =
      new ObjectPath("metadata/timestamp.json", ObjectKind.MUTABLE);

  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9._+~:@%-]+(/[A-Za-z0-9._+~:@%-]+)*");
  private static final Pattern TARGET =
      Pattern.compile("targets/(?:[^/]+/)*(?<digest>[0-9a-f]{64})\\.[^/]+");
  private static final Pattern DOCUMENT =
      Pattern.compile(
          "targets/(?:(?:deltas|rings)/.*|products/[^/]+/[^/]+/[0-9a-f]{64}\\.release\\.json)");
  private static final Pattern NAMED =
      Pattern.compile("(?:patches|slices)/(?<digest>[0-9a-f]{64})");
  private static final Pattern ROOT = Pattern.compile("metadata/[1-9][0-9]{0,9}\\.root\\.json");
  private static final Pattern VERSIONED =
      Pattern.compile("metadata/(?<version>[1-9][0-9]{0,9})\\.(?<role>[^/]+)\\.json");

  /// Reads the target of a request: a path with a leading slash, perhaps percent-encoded, without a
  /// query.
  ///
  /// @return empty for everything that is not served, `.` and `..` among it
  public static Optional<ObjectPath> parse(String requestTarget) {
    if (requestTarget.length() > MAX_LENGTH || !requestTarget.startsWith("/")) {
      return Optional.empty();
    }
    return PercentEncoding.decode(requestTarget.substring(1)).flatMap(ObjectPath::of);
  }

  /// Reads a decoded path without a leading slash.
  public static Optional<ObjectPath> of(String path) {
    if (!ALLOWED.matcher(path).matches() || hasDotSegment(path)) {
      return Optional.empty();
    }
    return kindOf(path).map(kind -> new ObjectPath(path, kind));
  }

  /// The digest of the object's bytes when the path names it.
  public Optional<Digest> digest() {
    for (var pattern : new Pattern[] {TARGET, NAMED}) {
      var matcher = pattern.matcher(value);
      if (matcher.matches()) {
        return Optional.of(Digest.parse(matcher.group("digest")));
      }
    }
    return Optional.empty();
  }

  /// Role and version of the metadata that the path names; empty for everything else.
  public Optional<MetadataName> metadata() {
    if (kind == ObjectKind.MUTABLE) {
      return Optional.of(new MetadataName("timestamp", OptionalLong.empty()));
    }
    var matcher = VERSIONED.matcher(value);
    return matcher.matches()
        ? Optional.of(
            new MetadataName(
                matcher.group("role"), OptionalLong.of(Long.parseLong(matcher.group("version")))))
        : Optional.empty();
  }

  /// What the object is to a device. A file of a release that is not its manifest is an artifact.
  public ContentKind content() {
    if (value.startsWith("patches/")) {
      return ContentKind.PATCH;
    }
    boolean isArtifact = value.startsWith("targets/") && !DOCUMENT.matcher(value).matches();
    return isArtifact ? ContentKind.ARTIFACT : ContentKind.METADATA;
  }

  private static Optional<ObjectKind> kindOf(String path) {
    if (path.equals(TIMESTAMP.value())) {
      return Optional.of(ObjectKind.MUTABLE);
    }
    if (ROOT.matcher(path).matches()) {
      return Optional.of(ObjectKind.ROOT_VERSION);
    }
    var immutable =
        TARGET.matcher(path).matches()
            || NAMED.matcher(path).matches()
            || VERSIONED.matcher(path).matches();
    return immutable ? Optional.of(ObjectKind.IMMUTABLE) : Optional.empty();
  }

  private static boolean hasDotSegment(String path) {
    for (var segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
