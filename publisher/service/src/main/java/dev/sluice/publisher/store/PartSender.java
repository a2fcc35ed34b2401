package dev.sluice.publisher.store;

import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.store.UploadTicket.PartTicket;
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
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sends one part of a file to its presigned URL.
final class PartSender implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /// For one part: 100 MiB at 3 Mbit/s.
  private static final Duration PART_LIMIT = Duration.ofMinutes(5);

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

  PartSender(RetryPolicy retries) {
    this.retries = retries;
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
    var request =
        HttpRequest.newBuilder(ticket.url()).timeout(PART_LIMIT).PUT(body(ticket.part(), file));
    ticket.headers().forEach(request::header);
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
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
}
