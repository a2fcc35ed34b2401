package dev.sluice.signer.clock;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Somebody else's clock.
public interface TimeSource {
  /// Whose it is, for messages.
  String name();

  /// What it says now, to the second; empty if it does not tell.
  ///
  /// @throws IOException if nobody answers
  Optional<Instant> now() throws IOException;
}
