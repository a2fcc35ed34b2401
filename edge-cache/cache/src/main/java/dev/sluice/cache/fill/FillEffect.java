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

  /// Note that upstream sent bytes that the path does not name.
  ///
  /// @param received digest of the bytes
  record NoteWrongBytes<S extends HeldSlice, W>(SliceKey key, Digest received)
      implements FillEffect<S, W> {}

  /// Note that a fill waited too long for its turn, and nobody waits for it any more.
  record NoteGivenUp<S extends HeldSlice, W>(SliceKey key) implements FillEffect<S, W> {}
}
