package dev.sluice.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Named documents, of which each write states what it expects to replace. For any number of
/// threads.
public interface ObjectStore {
  /// What a write expects to find.
  sealed interface Expected {
    /// No object of that name.
    record Absent() implements Expected {}

    /// The object as it was read or written last.
    ///
    /// @param entityTag of a [StoredDocument], or what [#write] returned
    record Unchanged(String entityTag) implements Expected {}
  }

  /// Reads a document; empty if there is none.
  ///
  /// @throws StoreException if the store fails or the object is longer than `maxLengthBytes`
  Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException;

  /// Length of an object in bytes; empty if there is none.
  ///
  /// @throws StoreException if the store fails
  OptionalLong findLengthBytes(String path) throws StoreException;

  /// Writes a document if the expectation holds at that moment.
  ///
  /// Whoever writes the very bytes that stand there already may be told that they were its own.
  ///
  /// @return the new entity tag; empty if somebody else was first, and then nothing is written
  /// @throws StoreException if the store fails; the document may have been written or not
  Optional<String> write(String path, byte[] content, Expected expected) throws StoreException;

  /// Whether there is an object of this length.
  ///
  /// @throws StoreException if the store fails
  default boolean exists(String path, long lengthBytes) throws StoreException {
    OptionalLong found = findLengthBytes(path);
    return found.isPresent() && found.getAsLong() == lengthBytes;
  }

  /// Writes a document unless there is an object already.
  ///
  /// @return whether it was written; false if somebody else was first
  /// @throws StoreException as [#write(String, byte\[\], Expected)]
  default boolean create(String path, byte[] content) throws StoreException {
    return write(path, content, new Expected.Absent()).isPresent();
  }

  /// Writes a document unless the object has changed since it was read.
  ///
  /// @return whether it was written; false if somebody else was first
  /// @throws StoreException as [#write(String, byte\[\], Expected)]
  default boolean replace(String path, byte[] content, StoredDocument read) throws StoreException {
    return write(path, content, new Expected.Unchanged(read.entityTag())).isPresent();
  }

  /// Writes a document that never changes.
  ///
  /// @return whether it stands there now with just these bytes; false if others stand there
  /// @throws StoreException as [#write(String, byte\[\], Expected)]
  default boolean writeOnce(String path, byte[] content) throws StoreException {
    // Asked first, because a write that is refused may cost several attempts.
    if (findLengthBytes(path).isEmpty() && create(path, content)) {
      return true;
    }
    return exists(path, content.length)
        && find(path, content.length)
            .filter(winner -> Arrays.equals(winner.content().bytes(), content))
            .isPresent();
  }
}
