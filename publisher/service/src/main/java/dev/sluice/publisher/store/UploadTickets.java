package dev.sluice.publisher.store;

import dev.sluice.store.StoreException;
import java.util.List;
import java.util.Optional;

/// Gives out permissions to upload. Whoever gives them out has the store's credentials; whoever
/// uploads needs none.
public interface UploadTickets {
  /// Begins an upload, or goes on with one that was cut off.
  ///
  /// @param path the object that it becomes; its name contains its digest
  /// @param lengthBytes of the whole file
  /// @param parts at least one, ascending, together the whole file
  /// @return empty if the object is there
  /// @throws StoreException if the store fails
  Optional<UploadTicket> open(String path, long lengthBytes, List<UploadPart> parts)
      throws StoreException;

  /// Ends an upload: the object is there afterwards.
  ///
  /// @param entityTags what the store answered to each part, in their order
  /// @throws StoreException if a part is missing or the store fails
  void complete(UploadTicket ticket, List<String> entityTags) throws StoreException;
}
