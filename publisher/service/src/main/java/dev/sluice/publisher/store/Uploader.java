package dev.sluice.publisher.store;

import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a file into the object store through presigned part URLs.
///
/// A few parts travel at a time; each is checked by the store against its SHA-256 and sent again
/// after a failure. An upload that fails in the end leaves nothing behind; one cut off by a crash
/// is freed by the bucket's lifecycle rule for incomplete uploads.
public final class Uploader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

  /// Enough to fill a line of high latency, few enough for the store's limits per client.
  private static final int PARALLEL_PARTS = 4;

  private final ObjectStore store;
  private final UploadTickets tickets;
  private final PartSender sender;

  /// @param retries of each part
  public Uploader(ObjectStore store, UploadTickets tickets, RetryPolicy retries) {
    this.store = store;
    this.tickets = tickets;
    this.sender = new PartSender(retries);
  }

  /// Uploads a file whose object's name contains its digest; does nothing if the object is there.
  ///
  /// @param scanned what a pass over the file found
  /// @throws ChangedFileException if the file has other bytes now
  /// @throws StoreException if the store fails
  public void upload(String path, Path file, ScannedFile scanned, UploadProgress progress)
      throws IOException {
    if (!store.exists(path, scanned.lengthBytes())) {
      UploadTicket ticket = tickets.create(path, scanned.parts());
      boolean completed = false;
      try {
        tickets.complete(ticket, send(ticket, file, new Progress(scanned, progress)));
        completed = true;
      } finally {
        if (!completed) {
          abort(ticket);
        }
      }
    }
    progress.uploaded(scanned.lengthBytes(), scanned.lengthBytes());
  }

  private List<String> send(UploadTicket ticket, Path file, Progress progress) throws IOException {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(PARALLEL_PARTS, Thread.ofVirtual().factory())) {
      List<Future<String>> sent = new ArrayList<>();
      for (PartTicket part : ticket.parts()) {
        sent.add(
            executor.submit(
                () -> {
                  String entityTag = sender.send(part, file);
                  progress.add(part.part().lengthBytes());
                  return entityTag;
                }));
      }
      try {
        List<String> entityTags = new ArrayList<>();
        for (Future<String> part : sent) {
          entityTags.add(part.get());
        }
        return entityTags;
      } catch (ExecutionException e) {
        executor.shutdownNow();
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw new IllegalStateException("a part must be sent or fail with its reason", e);
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw new StoreException(ticket + ": expected to be left alone, got interrupted", e);
      }
    }
  }

  private void abort(UploadTicket ticket) {
    try {
      tickets.abort(ticket);
    } catch (StoreException e) {
      LOG.warn("upload left behind path={} reason={}", ticket.path(), e.getMessage());
    }
  }

  @Override
  public void close() {
    sender.close();
  }

  /// Adds up parts that end in any order.
  private static final class Progress {
    private final ScannedFile file;
    private final UploadProgress listener;
    private long sentBytes;

    Progress(ScannedFile file, UploadProgress listener) {
      this.file = file;
      this.listener = listener;
    }

    synchronized void add(long lengthBytes) {
      sentBytes += lengthBytes;
      if (sentBytes < file.lengthBytes()) {
        listener.uploaded(sentBytes, file.lengthBytes());
      }
    }
  }
}
