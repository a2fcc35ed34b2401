package dev.sluice.repository.state;

import dev.sluice.events.ByteString;

/// The repository as it stood in the store when it was last read or written.
///
/// @param rootFile the latest root as it stands there: the trust anchor to give to devices
/// @param repository what the metadata says
/// @param timestampTag what the store calls this very timestamp
public record StoredRepository(ByteString rootFile, Repository repository, String timestampTag) {
  /// The root in force, with its file.
  public RootFile root() {
    return new RootFile(repository.root(), rootFile);
  }
}
