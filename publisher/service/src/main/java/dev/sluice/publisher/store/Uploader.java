package dev.sluice.publisher.store;

import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Brings a file into the object store through presigned part URLs.
///
/// A few parts travel at a time; each is checked by the store against its SHA-256 and sent again
/// after a failure. URLs that ran out are signed again, as long as each set of them brought parts.
/// An upload that is cut off keeps what was sent, and the next one of the same file goes on with
/// it; one that nobody goes on with is freed by the bucket's lifecycle rule for incomplete uploads.
public final class Uploader implements AutoCloseable {
  private final UploadTickets tickets;
  private final PartSender sender;

  /// @param retries of each part
  public Uploader(UploadTickets tickets, RetryPolicy retries) {
    this.tickets = tickets;
    this.sender = new PartSender(retries);
  }

  /// Uploads a file whose object's name contains its digest; does nothing if the object is there.
  ///
  /// @param scanned what a pass over the file found
  /// @throws ChangedFileException if the file has other bytes now
  /// @throws ExpiredTicketException if the store forbids parts that were signed just now
  /// @throws StoreException if the store fails
  public void upload(String path, Path file, ScannedFile scanned, UploadProgress progress)
      throws IOException {
    Optional<UploadTicket> ticket = tickets.open(path, scanned.lengthBytes(), scanned.parts());
    while (ticket.isPresent()) {
      UploadTicket open = ticket.get();
      try {
        tickets.complete(open, sender.sendAll(open, file, scanned.lengthBytes(), progress));
        return;
      } catch (ExpiredTicketException e) {
        ticket = tickets.open(path, scanned.lengthBytes(), scanned.parts());
        if (ticket.isPresent() && ticket.get().sentParts() <= open.sentParts()) {
          throw e;
        }
      }
    }
    progress.uploaded(scanned.lengthBytes(), scanned.lengthBytes());
  }

  @Override
  public void close() {
    sender.close();
  }
}
