package dev.sluice.publisher.store;

import dev.sluice.store.StoreException;
import java.util.List;

/// Gives out permissions to upload. Whoever gives them out has the store's credentials; whoever
/// uploads needs none.
public interface UploadTickets {
  /// Begins an upload.
  ///
  /// @param path the object that it becomes
  /// @param parts at least one, ascending, together the whole file
  /// @throws StoreException if the store fails
  UploadTicket create(String path, List<UploadPart> parts) throws StoreException;

  /// Ends an upload: the object is there afterwards.
  ///
  /// @param entityTags what the store answered to each part, in their order
  /// @throws StoreException if a part is missing or the store fails
  void complete(UploadTicket ticket, List<String> entityTags) throws StoreException;

  /// Gives an upload up and frees what was sent.
  ///
  /// @throws StoreException if the store fails; its lifecycle rule frees it later
  void abort(UploadTicket ticket) throws StoreException;
}
