package dev.sluice.cache.fill;

import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.tuf.digest.Digest;
import java.time.Instant;

/// What the owner of [Fills] has to do.
///
/// @param <S> a slice, as the store knows it
/// @param <W> who waits
public sealed interface FillEffect<S extends HeldSlice, W> {
  /// Ask upstream, and write what comes where nobody sees it yet. Then call [Fills#fetched].
  record Fetch<S extends HeldSlice, W>(SliceKey key, FetchRequest request)
      implements FillEffect<S, W> {}

  /// Enter into the store what the last fetch brought, in place of an older one. Then call
  /// [Fills#kept].
  ///
  /// @param facts what it is; a body of 0 bytes may not have been sent at all
  /// @param checksum of the bytes
  /// @param bornAt when they left the origin
  record Keep<S extends HeldSlice, W>(
      SliceKey key, ObjectFacts facts, Digest checksum, Instant bornAt)
      implements FillEffect<S, W> {}

  /// Tell a waiter.
  record Wake<S extends HeldSlice, W>(W waiter, FillOutcome<S> outcome)
      implements FillEffect<S, W> {}

  /// Remove a slice from the store, unless it has been replaced by now: upstream was asked to
  /// confirm it, and has no such object (RFC 9111 section 4.3.3).
  record Drop<S extends HeldSlice, W>(S slice) implements FillEffect<S, W> {}

  /// Note that upstream sent bytes that cannot be what the path says.
  ///
  /// @param objection what was expected, and what came
  record NoteWrongBytes<S extends HeldSlice, W>(SliceKey key, String objection)
      implements FillEffect<S, W> {}

  /// Note that a fill waited too long for its turn, and nobody waits for it any more.
  record NoteGivenUp<S extends HeldSlice, W>(SliceKey key) implements FillEffect<S, W> {}
}
