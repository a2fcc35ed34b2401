package dev.sluice.publisher.store;

import dev.sluice.program.http.SilenceLimit;
import dev.sluice.program.http.WholeAnswer;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.UploadTicket.PartState;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
import dev.sluice.publisher.store.UploadTicket.SentPart;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digester;
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
import java.nio.file.NoSuchFileException;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends parts of a file to their presigned URLs, each again after a failure. For any number of
/// threads.
public final class PartSender implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /// How long the line may take none of a part. What it took may still lie in the buffers of this
  /// machine: some megabytes, of which a quarter of a slow line takes minutes.
  private static final SilenceLimit SILENCE = new SilenceLimit(Duration.ofMinutes(5));

  /// Enough to fill a line of high latency, few enough for the store's limits per client.
  private static final int PARALLEL_PARTS = 4;

  /// An answer is empty, or says in some lines why not.
  private static final long MAX_ANSWER_BYTES = 64 << 10;

  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BUFFER_BYTES = 1 << 16;

  private final RetryPolicy retries;

  /// Whether the store has ever answered: one that never did is rather at a wrong address than
  /// behind a broken line.
  private volatile boolean isReached;

  private final RandomGenerator random = RandomGenerator.getDefault();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /// @param retries of each part, once the store has answered anything; until then at most
  ///     [RetryPolicy#STANDARD]
  public PartSender(RetryPolicy retries) {
    this.retries = retries;
  }

  /// Sends what the store lacks of a file, a few parts at a time. Once a ticket has run out, no
  /// further part is begun; those under way end, and the store keeps them.
  ///
  /// @param lengthBytes of the whole file
  /// @return the store's entity tag of each part, in their order
  /// @throws ChangedFileException if the file has other bytes now
  /// @throws ExpiredTicketException if the store forbids a part
  /// @throws StoreException if the store does not take a part
  public List<String> sendAll(
      UploadTicket ticket, Path file, long lengthBytes, UploadProgress listener)
      throws IOException {
    var progress = new Progress(lengthBytes, listener);
    var expired = new AtomicReference<@Nullable ExpiredTicketException>();
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
                        case PartTicket part -> sendUnless(expired, part, file);
                      };
                  progress.add(state.part().lengthBytes());
                  return entityTag;
                }));
      }
      try {
        return entityTags(sent);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof ExpiredTicketException)) {
          executor.shutdownNow();
        }
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

  private static List<String> entityTags(List<Future<String>> sent)
      throws ExecutionException, InterruptedException {
    List<String> entityTags = new ArrayList<>();
    for (Future<String> part : sent) {
      entityTags.add(part.get());
    }
    return entityTags;
  }

  private String sendUnless(
      AtomicReference<@Nullable ExpiredTicketException> expired, PartTicket ticket, Path file)
      throws IOException, InterruptedException {
    ExpiredTicketException known = expired.get();
    if (known != null) {
      throw known;
    }
    try {
      return send(ticket, file);
    } catch (ExpiredTicketException e) {
      expired.set(e);
      throw e;
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
        case Forbidden() -> {
          if (!matches(ticket.part(), file)) {
            throw new ChangedFileException(file);
          }
          throw new ExpiredTicketException(refusal(ticket, "status " + FORBIDDEN));
        }
        case Refused(var reason, var mayPass) -> {
          if (!matches(ticket.part(), file)) {
            throw new ChangedFileException(file);
          }
          if (!mayPass || attempt >= maxAttempts()) {
            throw new StoreException(refusal(ticket, reason));
          }
        }
      }
      Thread.sleep(retries.delayAfter(attempt, random));
    }
  }

  private static String refusal(PartTicket ticket, String reason) {
    return "part %d at %s: expected the store to take it, got %s"
        .formatted(ticket.part().number(), ticket.url().getAuthority(), reason);
  }

  private int maxAttempts() {
    return isReached
        ? retries.maxAttempts()
        : Math.min(retries.maxAttempts(), RetryPolicy.STANDARD.maxAttempts());
  }

  private Answer sendOnce(PartTicket ticket, Path file) throws InterruptedException {
    var takenBytes = new AtomicLong();
    var request = HttpRequest.newBuilder(ticket.url()).PUT(body(ticket.part(), file, takenBytes));
    ticket.headers().forEach(request::header);
    try {
      HttpResponse<String> response =
          WholeAnswer.whileMoving(
              client,
              request.build(),
              BodyHandlers.limiting(BodyHandlers.ofString(), MAX_ANSWER_BYTES),
              SILENCE,
              takenBytes::get);
      isReached = true;
      Optional<String> entityTag = response.headers().firstValue("ETag");
      if (response.statusCode() == OK && entityTag.isPresent()) {
        return new Accepted(entityTag.get());
      }
      if (response.statusCode() == FORBIDDEN) {
        return new Forbidden();
      }
      boolean mayPass =
          response.statusCode() >= FIRST_SERVER_ERROR || response.statusCode() == TOO_MANY_REQUESTS;
      return new Refused("status " + response.statusCode(), mayPass);
    } catch (IOException e) {
      return new Refused(e.toString(), true);
    }
  }

  /// S3 wants a length, not chunks, so the stream is told its own.
  private static BodyPublisher body(UploadPart part, Path file, AtomicLong takenBytes) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> open(part, file, takenBytes)), part.lengthBytes());
  }

  private static InputStream open(UploadPart part, Path file, AtomicLong takenBytes) {
    try {
      var channel = FileChannel.open(file, StandardOpenOption.READ);
      var _ = channel.position(part.startBytes());
      return new BoundedInput(
          Channels.newInputStream(channel), part.lengthBytes(), takenBytes::addAndGet);
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
              Channels.newInputStream(channel.position(part.startBytes())),
              part.lengthBytes(),
              _ -> {});
      for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        digester.update(buffer, 0, read);
      }
    } catch (NoSuchFileException e) {
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

  private record Forbidden() implements Answer {}

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
