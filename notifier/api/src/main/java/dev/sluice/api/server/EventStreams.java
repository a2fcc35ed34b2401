package dev.sluice.api.server;

import dev.sluice.api.Problem;
import dev.sluice.api.stream.EventFeed;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The clients that follow events, at most so many at a time.
final class EventStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  private final Semaphore places;
  private final Duration heartbeat;
  private final Counter refused;
  private final Set<ClientQueue> clients = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  EventStreams(int limit, Duration heartbeat, MeterRegistry meters) {
    this.places = new Semaphore(limit);
    this.heartbeat = heartbeat;
    this.refused = meters.counter("http.server.event.streams.refused");
    meters.gaugeCollectionSize("http.server.event.streams", List.of(), clients);
  }

  /// Serves one client; returns when it is gone or the feed ends.
  ///
  /// @param isWelcome whether it may still read; looked at before each event and heartbeat
  /// @throws dev.sluice.api.ProblemException 503 if there are as many as there may be
  /// @throws IOException if the feed cannot be opened; nothing is sent then
  void serve(EventFeed feed, ServerResponse response, BooleanSupplier isWelcome)
      throws IOException, InterruptedException {
    if (closed || !places.tryAcquire()) {
      refused.increment();
      throw Problem.unavailable("too many clients follow events").asException();
    }
    var client = new ClientQueue();
    clients.add(client);
    try (var _ = feed.open(client)) {
      if (closed) {
        client.end();
      }
      write(client, response, isWelcome);
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  private void write(ClientQueue client, ServerResponse response, BooleanSupplier isWelcome)
      throws InterruptedException {
    response
        .status(Status.OK_200)
        .header(HeaderNames.CONTENT_TYPE, "text/event-stream")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.create("X-Accel-Buffering"), "no");
    try (var out = response.outputStream()) {
      client.writeTo(out, heartbeat, isWelcome);
    } catch (IOException | UncheckedIOException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("event stream's client is gone");
    } finally {
      client.end();
    }
  }

  /// Ends every stream.
  @Override
  public void close() {
    closed = true;
    clients.forEach(ClientQueue::end);
  }
}
