package dev.sluice.repository;

import dev.sluice.events.ByteString;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What the work on a repository wants next, or what it has come to.
///
/// Whoever drives it performs one step, gives the answer to [Then#with], and gets the next step. It
/// may stop at any of them, and so may the power: what stands in the store then is a state that
/// devices may see, and the work may begin again. Where no answer can be had, stop and begin again
/// later; "unavailable" is never "absent".
///
/// Every number of steps has an end: roots are contiguous and finite, and attempts are counted.
///
/// @param <T> what the work comes to
public sealed interface RepositoryStep<T> {
  /// Reads a file of the store.
  ///
  /// @param path in the store, such as `metadata/3.snapshot.json`
  /// @param maxLengthBytes the longest file that is of use; a longer one is a failure
  record Read<T>(String path, int maxLengthBytes, Then<Optional<StoredFile>, T> then)
      implements RepositoryStep<T> {}

  /// Asks for the length of an object in bytes; empty if there is none.
  record Measure<T>(String path, Then<OptionalLong, T> then) implements RepositoryStep<T> {}

  /// Asks for the time, just before something is signed. A clock that does not agree with those of
  /// the peers, by [ClockRule], must not answer.
  record TellTime<T>(Then<Instant, T> then) implements RepositoryStep<T> {}

  /// Writes a file that never changes. The answer is whether it stands there now with just these
  /// bytes.
  record WriteOnce<T>(String path, ByteString content, Then<Boolean, T> then)
      implements RepositoryStep<T> {}

  /// Writes the timestamp, which makes all that was written before visible, if what stands there is
  /// what is expected. The answer is the tag of what was written; empty if somebody else was first.
  record WriteTimestamp<T>(ByteString content, Standing expected, Then<Optional<String>, T> then)
      implements RepositoryStep<T> {}

  /// The work is done.
  record Ended<T>(T result) implements RepositoryStep<T> {}

  /// What stands under a name that is written over.
  sealed interface Standing {
    /// Nothing.
    record Nothing() implements Standing {}

    /// The file of a tag.
    record Tagged(String tag) implements Standing {}
  }

  /// What follows an answer.
  ///
  /// @param <A> the answer
  @FunctionalInterface
  interface Then<A, T> {
    /// The next step.
    ///
    /// @throws RepositoryException if what stands in the store is not to be worked with
    /// @throws IOException as a [RoleSigner] does
    RepositoryStep<T> with(A answer) throws IOException;
  }
}
