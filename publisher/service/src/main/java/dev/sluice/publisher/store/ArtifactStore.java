package dev.sluice.publisher.store;

import dev.sluice.store.ObjectStore;
import dev.sluice.store.StoreException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// The object store as the publisher uses it: documents, and beside them artifacts and patches. For
/// any number of threads.
///
/// Small documents are read and written whole; large files come in through [Uploader].
public interface ArtifactStore extends ObjectStore {
  /// Writes a document whose name contains its digest, so that writing it twice changes nothing.
  ///
  /// @throws StoreException if the store fails
  void put(String path, byte[] content) throws StoreException;

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

  /// Reads a large object from start to end.
  ///
  /// @param lengthBytes what it must have; reading stops there
  /// @param sink takes its bytes; stays open
  /// @return whether there is such an object of this length; if not, what came is of no use
  /// @throws StoreException if the store or the sink fails
  boolean read(String path, long lengthBytes, OutputStream sink) throws StoreException;

  /// Removes an object, if it is there.
  ///
  /// @throws StoreException if the store fails
  void delete(String path) throws StoreException;
}
