package dev.sluice.signer.repository;

import dev.sluice.events.ByteString;
import java.util.Map;

/// What somebody wants of the repository, worked out against one state of it.
public interface Proposal {
  /// What the next revision is to change; empty if the repository says it all already.
  Changes changes();

  /// Objects that must be in the store before anything vouches for them, by path.
  Map<String, ByteString> objects();
}
