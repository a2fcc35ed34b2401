package dev.sluice.cache.freshness;

/// What an object is to a device, for those who count bytes.
public enum ContentKind {
  /// Documents: signed metadata, manifests, descriptors of patches, rings documents, slice lists.
  METADATA,
  /// Patches, and artifacts that were made small.
  PATCH,
  /// Artifacts as they are.
  ARTIFACT
}
