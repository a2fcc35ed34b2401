package dev.sluice.tuf.trust;

import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.RoleMetadata;

/// A metadata file that passed the rules; made by [MetadataRules] only.
final class TrustedFile<T extends RoleMetadata> {
  private final UntrustedFile file;
  private final Envelope envelope;
  private final T metadata;

  TrustedFile(UntrustedFile file, Envelope envelope, T metadata) {
    this.file = file;
    this.envelope = envelope;
    this.metadata = metadata;
  }

  String name() {
    return file.name();
  }

  /// As they came; not to be changed.
  byte[] bytes() {
    return file.bytes();
  }

  /// The file with its signatures, to check them again when keys change.
  Envelope envelope() {
    return envelope;
  }

  T metadata() {
    return metadata;
  }
}
