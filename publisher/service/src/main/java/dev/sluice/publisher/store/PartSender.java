package dev.sluice.publisher.store;

import dev.sluice.program.remote.WholeAnswer;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.UploadTicket.PartState;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digester;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// Sends parts of a file to their presigned URLs, each again after a failure. For any number of
/// threads.
public final class PartSender implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /// For one part: 100 MiB at 3 Mbit/s.
  private static final Duration PART_LIMIT = Duration.ofMinutes(5);

  /// Enough to fill a line of high latency, few enough for the store's limits per client.
  private static final int PARALLEL_PARTS = 4;

  /// An answer is empty, or says in some lines why not.
  private static final long MAX_ANSWER_BYTES = 64 << 10;

  private static final int OK = 200;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BUFFER_BYTES = 1 << 16;

  private final RetryPolicy retries;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /// @param retries of each part
  public PartSender(RetryPolicy retries) {
    this.retries = retries;
  }

  /// Sends what the store lacks of a file, a few parts at a time.
  ///
  /// @param lengthBytes of the whole file
  /// @return the store's entity tag of each part, in their order
  /// @throws ChangedFileException if the file has other bytes now
  /// @throws StoreException if the store does not take a part
  public List<String> sendAll(
      UploadTicket ticket, Path file, long lengthBytes, UploadProgress listener)
      throws IOException {
    var progress = new Progress(lengthBytes, listener);
    try (ExecutorService executor =
        Executors.newFixedThreadPool(PARALLEL_PARTS, Thread.ofVirtual().factory())) {
      List<Future<String>> sent = new ArrayList<>();
      for (PartState state : ticket.parts()) {
        sent.add(
            executor.submit(
                () -> {
                  String entityTag =
                      switch (state) {
                        case SentPart(_, var known) -> known;
                        case PartTicket part -> send(part, file);
                      };
                  progress.add(state.part().lengthBytes());
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

  /// Sends a part, again after failures that may pass.
  ///
  /// @return the store's entity tag of the part
  String send(PartTicket ticket, Path file) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Answer answer = sendOnce(ticket, file);
      switch (answer) {
        case Accepted(var entityTag) -> {
          return entityTag;
        }
        case Refused(var reason, var mayPass) -> {
          if (!matches(ticket.part(), file)) {
            throw new ChangedFileException(file);
          }
          if (!mayPass || attempt == retries.maxAttempts()) {
            throw new StoreException(
                "part %d at %s: expected the store to take it, got %s"
                    .formatted(ticket.part().number(), ticket.url().getAuthority(), reason));
          }
        }
      }
      Thread.sleep(retries.delayAfter(attempt, random));
    }
  }

  private Answer sendOnce(PartTicket ticket, Path file) throws InterruptedException {
    var request = HttpRequest.newBuilder(ticket.url()).PUT(body(ticket.part(), file));
    ticket.headers().forEach(request::header);
    try {
      HttpResponse<String> response =
          WholeAnswer.of(
              client,
              request.build(),
              BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES),
              PART_LIMIT);
      Optional<String> entityTag = response.headers().firstValue("ETag");
      if (response.statusCode() == OK && entityTag.isPresent()) {
        return new Accepted(entityTag.get());
      }
      boolean mayPass =
          response.statusCode() >= FIRST_SERVER_ERROR || response.statusCode() == TOO_MANY_REQUESTS;
      return new Refused("status " + response.statusCode(), mayPass);
    } catch (IOException e) {
      return new Refused(e.toString(), true);
    }
  }

  /// S3 wants a length, not chunks, so the stream is told its own.
  private static BodyPublisher body(UploadPart part, Path file) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> open(part, file)), part.lengthBytes());
  }

  private static InputStream open(UploadPart part, Path file) {
    try {
      var channel = FileChannel.open(file, StandardOpenOption.READ);
      var _ = channel.position(part.startBytes());
      return new BoundedInput(Channels.newInputStream(channel), part.lengthBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean matches(UploadPart part, Path file) throws IOException {
    var digester = new Digester();
    var buffer = new byte[BUFFER_BYTES];
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var input =
          new BoundedInput(
              Channels.newInputStream(channel.position(part.startBytes())), part.lengthBytes());
      for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        digester.update(buffer, 0, read);
      }
    } catch (FileNotFoundException e) {
      return false;
    }
    return digester.digest().equals(part.sha256());
  }

  @Override
  public void close() {
    client.close();
  }

  private sealed interface Answer {}

  private record Accepted(String entityTag) implements Answer {}

  private record Refused(String reason, boolean mayPass) implements Answer {}

  /// Adds up parts that end in any order.
  private static final class Progress {
    private final long totalBytes;
    private final UploadProgress listener;
    private long sentBytes;

    Progress(long totalBytes, UploadProgress listener) {
      this.totalBytes = totalBytes;
      this.listener = listener;
    }

    synchronized void add(long lengthBytes) {
      sentBytes += lengthBytes;
      listener.uploaded(sentBytes, totalBytes);
    }
  }
}
