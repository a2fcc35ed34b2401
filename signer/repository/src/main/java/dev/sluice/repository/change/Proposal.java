package dev.sluice.repository.change;

import dev.sluice.events.ByteString;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.List;
import java.util.Map;

/// What somebody wants of the repository, worked out against one state of it.
public interface Proposal {
  /// What the next revision is to change; empty if the repository says it all already.
  Changes changes();

  /// Objects that are written before anything vouches for them, by path.
  default Map<String, ByteString> objects() {
    return Map.of();
  }

  /// Targets of which others have put the objects into the store: they must stand there, whole,
  /// before anything vouches for them.
  default List<TargetFile> required() {
    return List.of();
  }
}
