package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.program.exit.UnreachableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
  private static final URI SERVER = URI.create("http://server");

  /// Says something, and then nothing until it is closed.
  private static final class Silent extends InputStream {
    private final InputStream said =
        new ByteArrayInputStream("data: 1\n\n: alive\n".getBytes(StandardCharsets.UTF_8));
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      int next = said.read();
      if (next < 0) {
        awaitClosed();
        throw new IOException("closed");
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = said.read(target, offset, length);
      if (count < 0) {
        awaitClosed();
        throw new IOException("closed");
      }
      return count;
    }

    private void awaitClosed() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void givenServerThatFallsSilent_whenRead_thenTheStreamIsBrokenAndNotWaitedForWithoutEnd() {
    try (var events = new EventStream(SERVER, new Silent(), Duration.ofMillis(300))) {
      assertThat(events.next()).contains(new EventStream.Event("", "message", "1"));

      assertThatThrownBy(events::next)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("the stream of events broke");
    }
  }
}
