package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;

/// The next tier towards the origin, or the origin itself, as a place to fetch byte ranges from.
///
/// Calls block and are made on virtual threads; several may run at a time. An interrupt ends a call
/// with [Fetched.Unavailable] and leaves the flag set.
@FunctionalInterface
public interface Upstream {
  /// Fetches the part of `request.range()` that exists.
  ///
  /// The length of the object is learned from the same answer; nothing is asked twice.
  ///
  /// @param sink receives the body; begun anew for each attempt, so that only what followed the
  ///     last [BodySink#begin(ObjectFacts)] counts, and only when the outcome is [Fetched.Found]
  Fetched fetch(FetchRequest request, BodySink sink);
}
