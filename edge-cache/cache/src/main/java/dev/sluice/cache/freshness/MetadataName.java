package dev.sluice.cache.freshness;

import java.util.OptionalLong;
import java.util.Set;

/// The role of a metadata file and its version, as the path names them (TUF 1.0.34 section 6.2).
///
/// @param role as it stands in the path
/// @param version empty for the one file that changes under its name
public record MetadataName(String role, OptionalLong version) {
  private static final Set<String> OWN_TYPE = Set.of("root", "timestamp", "snapshot");

  /// Whether a document with these members could stand there: delegated roles are of type
  /// `targets`.
  public boolean isOf(String type, long documentVersion) {
    var expected = OWN_TYPE.contains(role) ? role : "targets";
    return type.equals(expected) && version.orElse(documentVersion) == documentVersion;
  }
}
