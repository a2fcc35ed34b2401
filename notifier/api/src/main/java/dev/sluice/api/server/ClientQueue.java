package dev.sluice.api.server;

import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.stream.EventSink;
import dev.sluice.api.stream.ServerEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What one client of an event stream has still to get. Whoever falls [#LENGTH] events behind is
/// told `overflow` and let go: it asks for the state again and follows from there.
final class ClientQueue implements EventSink {
  static final int LENGTH = 256;

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(LENGTH);
  private volatile boolean ended;
  private volatile boolean overflowed;

  @Override
  public boolean offer(ServerEvent event) {
    if (ended) {
      return false;
    }
    if (!queue.offer(new Item.Next(event))) {
      overflowed = true;
      end();
      return false;
    }
    return true;
  }

  @Override
  public void end() {
    ended = true;
    // A full queue wakes the writer by itself.
    var _ = queue.offer(new Item.End());
  }

  /// Writes events until the stream ends; a comment at least every `heartbeat`.
  ///
  /// @param isWelcome looked at before each write: who may read no longer is told nothing more
  ///
  /// @throws IOException if the client is gone
  void writeTo(OutputStream out, Duration heartbeat, BooleanSupplier isWelcome)
      throws IOException, InterruptedException {
    write(out, ": following\n\n");
    while (!(ended && queue.isEmpty())) {
      @Nullable Item item = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
      if (!isWelcome.getAsBoolean()) {
        return;
      }
      if (item == null) {
        write(out, ": alive\n\n");
      } else if (item instanceof Item.Next(var event)) {
        write(out, text(event.name(), json(event.data())));
      }
    }
    if (overflowed) {
      write(out, text("overflow", "{}"));
    }
  }

  private static String json(Object data) {
    return new String(ApiJson.write(data), StandardCharsets.UTF_8);
  }

  private static String text(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// What waits in the queue.
  private sealed interface Item {
    /// An event.
    record Next(ServerEvent event) implements Item {}

    /// Wakes the writer at the end.
    record End() implements Item {}
  }
}
