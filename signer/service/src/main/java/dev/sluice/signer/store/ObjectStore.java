package dev.sluice.signer.store;

import dev.sluice.events.ByteString;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Named objects, of which each write states what it expects to replace.
public interface ObjectStore {
  /// An object as it was read.
  ///
  /// @param content its bytes
  /// @param tag changes with every write
  record Stored(ByteString content, String tag) {}

  /// What a write expects to find.
  sealed interface Expected {
    /// No object of that name.
    record Absent() implements Expected {}

    /// The object as it was read.
    ///
    /// @param tag of [Stored]
    record Unchanged(String tag) implements Expected {}
  }

  /// Reads an object; empty if there is none.
  ///
  /// @throws IOException if the store cannot be asked
  Optional<Stored> find(String path) throws IOException;

  /// Length of an object in bytes; empty if there is none.
  ///
  /// @throws IOException if the store cannot be asked
  OptionalLong findLengthBytes(String path) throws IOException;

  /// Writes an object if the expectation holds at that moment.
  ///
  /// @return the new tag; empty if the expectation does not hold, and then nothing is written
  /// @throws IOException if the store cannot be asked; the object may have been written or not
  Optional<String> write(String path, byte[] content, Expected expected) throws IOException;

  /// Writes an object that never changes.
  ///
  /// @return whether it stands there now with just these bytes; false if others stand there
  /// @throws IOException as [#write(String, byte\[\], Expected)]
  default boolean writeOnce(String path, byte[] content) throws IOException {
    // Asked first, because refusing a write is the one thing that S3 servers do not all do well:
    // some
    // answer before they have read the body, and then close the connection.
    Optional<Stored> present = find(path);
    if (present.isEmpty() && write(path, content, new Expected.Absent()).isPresent()) {
      return true;
    }
    Optional<Stored> winner = present.isPresent() ? present : find(path);
    return winner.isPresent() && Arrays.equals(winner.get().content().bytes(), content);
  }
}
