package dev.sluice.publisher.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The object store as the publisher uses it. For any number of threads.
///
/// Small documents are read and written whole; large files come in through [Uploader].
public interface ObjectStore {
  /// Reads a document.
  ///
  /// @return nothing if there is no such object
  /// @throws StoreException if the store fails or the object is longer than `maxLengthBytes`
  Optional<StoredDocument> find(String path, long maxLengthBytes) throws StoreException;

  /// Whether there is an object of this length.
  ///
  /// @throws StoreException if the store fails
  boolean exists(String path, long lengthBytes) throws StoreException;

  /// Writes a document whose name contains its digest, so that writing it twice changes nothing.
  ///
  /// @throws StoreException if the store fails
  void put(String path, byte[] content) throws StoreException;

  /// Writes a document unless there is an object already.
  ///
  /// @return whether it was written; false if somebody else was first
  /// @throws StoreException if the store fails
  boolean create(String path, byte[] content) throws StoreException;

  /// Writes a document unless the object has changed since it was read.
  ///
  /// @return whether it was written; false if somebody else was first
  /// @throws StoreException if the store fails
  boolean replace(String path, byte[] content, StoredDocument read) throws StoreException;

  /// The names of the objects directly below a folder, ascending.
  ///
  /// @param folder with a slash at its end
  /// @throws StoreException if the store fails
  List<String> list(String folder) throws StoreException;

  /// Copies an object into a new file.
  ///
  /// @param lengthBytes what it must have; reading stops there
  /// @return whether there is such an object of this length; if not, the file is of no use
  /// @throws StoreException if the store fails, or the file cannot be written
  boolean download(String path, long lengthBytes, Path file) throws StoreException;
}
