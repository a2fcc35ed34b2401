package dev.sluice.cache.freshness;

import java.time.Instant;

/// What a cache holds for a path, as far as freshness is concerned.
public sealed interface Held {
  /// Nothing.
  record Nothing() implements Held {}

  /// Content.
  ///
  /// @param bornAt when it left the origin: the time it was stored less the `Age` it arrived with
  /// @param askedAt when upstream was last asked about it, with whatever outcome
  record Content(Instant bornAt, Instant askedAt) implements Held {}

  /// The knowledge that upstream has nothing there.
  ///
  /// @param askedAt when upstream said so
  record Absence(Instant askedAt) implements Held {}
}
