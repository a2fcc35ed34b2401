package dev.sluice.program.remote;

import dev.sluice.program.exit.UnreachableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Server-sent events, one after another. One thread reads; any may close.
///
/// A server says something every few seconds, be it that it is there. One that is silent for longer
/// is gone without a word, as behind a network that was cut: then the stream is broken.
public final class EventStream implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  private final URI server;
  private final InputStream body;
  private final BufferedReader lines;
  private final Thread watch;
  private volatile long heardNanos = System.nanoTime();

  EventStream(URI server, InputStream body) {
    this(server, body, LONGEST_SILENCE);
  }

  /// @param silence after which the server is taken to be gone
  EventStream(URI server, InputStream body, Duration silence) {
    this.server = server;
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.watch = Thread.ofVirtual().name("event-stream").start(() -> watch(silence.toNanos()));
  }

  private void watch(long silenceNanos) {
    try {
      for (long left = silenceNanos; left > 0; left = left(silenceNanos)) {
        Thread.sleep(Duration.ofNanos(left));
      }
      closeBody();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it was closed
    }
  }

  private long left(long silenceNanos) {
    return silenceNanos - (System.nanoTime() - heardNanos);
  }

  /// One event.
  ///
  /// @param id empty text if the server gave none
  /// @param name `message` if the server gave none
  /// @param data JSON, as a rule
  public record Event(String id, String name, String data) {}

  /// The next event; empty when the server has ended the stream. Blocks until there is one.
  ///
  /// @throws UnreachableException if the connection broke
  public Optional<Event> next() {
    var id = "";
    var name = "message";
    var data = new StringBuilder();
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        heardNanos = System.nanoTime();
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            return Optional.of(new Event(id, name, data.substring(0, data.length() - 1)));
          }
          name = "message";
          continue;
        }
        int colon = line.indexOf(':');
        var field = colon < 0 ? line : line.substring(0, colon);
        var value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
          case "id" -> id = value;
          case "event" -> name = value;
          case "data" -> data.append(value).append('\n');
          default -> {}
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UnreachableException(
          "%s: the stream of events broke (%s)".formatted(server, Problems.reason(e)), e);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    closeBody();
  }

  private void closeBody() {
    try {
      // Not the reader, which is locked while another thread waits for a line.
      body.close();
    } catch (IOException _) {
      // Nothing more is read.
    }
  }
}
