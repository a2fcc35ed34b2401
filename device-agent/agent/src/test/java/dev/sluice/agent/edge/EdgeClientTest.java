package dev.sluice.agent.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.Seeded;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The client on links that break, stall or hardly move.
class EdgeClientTest {
  private static final Duration SILENCE = Duration.ofMillis(400);
  private static final Duration FOR_EVER = Duration.ofMinutes(1);
  private static final long PIECE_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final int PIECE_BYTES = 4_000;
  private static final String PATH = "targets/a";
  private static final String TAG = "\"one\"";
  private static final Answer BUSY = (exchange, _, _) -> exchange.sendResponseHeaders(503, -1);

  private final byte[] file = new Seeded(4).bytesOfLength(40_000);
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;

  /// What the server does with one request; the last is repeated.
  private interface Answer {
    void to(HttpExchange exchange, int start, int end) throws IOException;
  }

  @BeforeEach
  void givenServer() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String condition = exchange.getRequestHeaders().getFirst("If-Range");
            ranges.add(range + (condition == null ? "" : " if " + condition));
            int start = Integer.parseInt(range, "bytes=".length(), range.indexOf('-'), 10);
            int end = Integer.parseInt(range, range.indexOf('-') + 1, range.length(), 10) + 1;
            Answer answer = answers.size() > 1 ? answers.poll() : answers.element();
            answer.to(exchange, start, end);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    ended.countDown();
    server.stop(0);
  }

  private void begin(HttpExchange exchange, int start, int end) throws IOException {
    exchange.getResponseHeaders().set("ETag", TAG);
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(start, end - 1, file.length));
    exchange.sendResponseHeaders(206, (long) end - start);
  }

  private Answer breakingAfter(int bytes) {
    return (exchange, start, end) -> {
      begin(exchange, start, end);
      exchange.getResponseBody().write(file, start, Math.min(bytes, end - start));
      exchange.getResponseBody().flush();
    };
  }

  private Answer whole() {
    return breakingAfter(Integer.MAX_VALUE);
  }

  private Answer stallingAfter(int bytes) {
    return (exchange, start, end) -> {
      breakingAfter(bytes).to(exchange, start, end);
      awaitEnd();
    };
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes several times as long as a silence may last.
  private Answer slowly() {
    return (exchange, start, end) -> {
      begin(exchange, start, end);
      for (int at = start; at < end; at += PIECE_BYTES) {
        exchange.getResponseBody().write(file, at, Math.min(PIECE_BYTES, end - at));
        exchange.getResponseBody().flush();
        LockSupport.parkNanos(PIECE_PAUSE_NANOS);
      }
    };
  }

  private EdgeClient client(Duration silence) {
    return new EdgeClient(
        URI.create("http://localhost:" + server.getAddress().getPort()), silence, Optional.empty());
  }

  private static Effect.Fetch slice(int start, int end) {
    var range = new ByteRange.Part(start, end);
    return new Effect.Fetch(1, PATH, range, range.lengthBytes(), false);
  }

  private void requireSlice(EdgeClient client, int start, int end) throws InterruptedException {
    requireSlice(client.fetch(slice(start, end)), start, end);
  }

  private void requireSlice(UpdateEvent.Answer answer, int start, int end) {
    assertThat(answer)
        .isEqualTo(new UpdateEvent.Fetched(1, Content.of(Arrays.copyOfRange(file, start, end))));
  }

  /// Why the slice does not come.
  private static String unavailable(EdgeClient client, int start, int end)
      throws InterruptedException {
    UpdateEvent.Answer answer = client.fetch(slice(start, end));
    assertThat(answer).isInstanceOf(UpdateEvent.Unavailable.class);
    return ((UpdateEvent.Unavailable) answer).detail();
  }

  @Test
  void givenServerThatCompressesAllTheSame_whenFetching_thenItIsNotTaken() throws Exception {
    answers.add(
        (exchange, start, end) -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          breakingAfter(end - start).to(exchange, start, end);
        });

    try (var client = client(FOR_EVER)) {
      assertThat(unavailable(client, 0, 100)).endsWith("gzip");
    }
  }

  @Test
  void givenNameWithAPlus_whenFetching_thenNoServerTakesItForASpace() throws Exception {
    var paths = new ConcurrentLinkedQueue<String>();
    answers.add(
        (exchange, start, end) -> {
          paths.add(exchange.getRequestURI().getRawPath());
          breakingAfter(end - start).to(exchange, start, end);
        });
    var range = new ByteRange.Part(0, 100);

    try (var client = client(FOR_EVER)) {
      requireSlice(
          client.fetch(new Effect.Fetch(1, "targets/1.0+x/a%2Fb", range, 100, false)), 0, 100);
    }

    assertThat(paths).containsExactly("/targets/1.0%2Bx/a%252Fb");
  }

  @Test
  void givenLinkThatBreaksWithinASlice_whenFetching_thenGoesOnFromWhatIsThere() throws Exception {
    answers.add(breakingAfter(7_000));

    try (var client = client(FOR_EVER)) {
      requireSlice(client, 1_000, 20_000);
    }

    assertThat(ranges)
        .containsExactly(
            "bytes=1000-19999", "bytes=8000-19999 if " + TAG, "bytes=15000-19999 if " + TAG);
  }

  @Test
  void givenServerThatSendsAByteAndBreaks_whenFetching_thenItIsNotAskedAgainAtOnce()
      throws Exception {
    answers.add(breakingAfter(1));

    try (var client = client(FOR_EVER)) {
      assertThat(client.fetch(slice(0, 200))).isInstanceOf(UpdateEvent.Unavailable.class);
      assertThat(client.fetch(slice(0, 200))).isInstanceOf(UpdateEvent.Unavailable.class);
    }

    assertThat(ranges).containsExactly("bytes=0-199", "bytes=1-199 if " + TAG);
  }

  @Test
  void givenLinkThatIsSlow_whenItMoves_thenIsNotGivenUp() throws Exception {
    answers.add(slowly());

    try (var client = client(SILENCE)) {
      requireSlice(client, 0, 40_000);
    }

    assertThat(ranges).hasSize(1);
  }

  @Test
  void givenLinkThatFallsSilent_whenAskedAgain_thenGoesOnFromWhatIsThere() throws Exception {
    answers.add(stallingAfter(5_000));
    answers.add(stallingAfter(0));
    answers.add(whole());

    try (var client = client(SILENCE)) {
      assertThat(unavailable(client, 0, 20_000)).startsWith("less than 1024 bytes within");
      requireSlice(client, 0, 20_000);
    }

    assertThat(ranges)
        .containsExactly(
            "bytes=0-19999", "bytes=5000-19999 if " + TAG, "bytes=5000-19999 if " + TAG);
  }

  @Test
  void givenServerThatIsBusyInBetween_whenAskedAgain_thenWhatIsThereStays() throws Exception {
    answers.add(breakingAfter(5_000));
    answers.add(BUSY);
    answers.add(whole());

    try (var client = client(FOR_EVER)) {
      assertThat(unavailable(client, 0, 20_000)).contains("503");
      requireSlice(client, 0, 20_000);
    }

    assertThat(ranges).last().isEqualTo("bytes=5000-19999 if " + TAG);
  }

  @Test
  void givenFileThatChangedMeanwhile_whenAskedForTheRest_thenNothingIsMixed() throws Exception {
    byte[] other = new Seeded(5).bytesOfLength(40_000);
    answers.add(breakingAfter(5_000));
    answers.add(
        (exchange, _, _) -> {
          exchange.sendResponseHeaders(200, other.length);
          exchange.getResponseBody().write(other);
        });

    try (var client = client(FOR_EVER)) {
      assertThat(client.fetch(slice(0, 40_000)))
          .isEqualTo(new UpdateEvent.Fetched(1, Content.of(other)));
    }
  }

  @Test
  void givenAnswerWithAnotherRange_whenFetching_thenItIsNotTaken() throws Exception {
    answers.add((exchange, start, end) -> whole().to(exchange, start + 1, end));

    try (var client = client(FOR_EVER)) {
      assertThat(unavailable(client, 0, 20_000)).contains("bytes 1-19999");
    }
  }

  @Test
  void givenShortAnswers_whenFetching_thenAsksForTheRest() throws Exception {
    answers.add(
        (exchange, start, end) -> whole().to(exchange, start, Math.min(end, start + 9_000)));

    try (var client = client(FOR_EVER)) {
      requireSlice(client, 0, 20_000);
    }

    assertThat(ranges).hasSize(3);
  }

  @Test
  void givenWhatWasRefused_whenItIsAskedForPastTheCaches_thenNothingOfItIsUsed() throws Exception {
    answers.add(breakingAfter(5_000));
    answers.add(BUSY);
    answers.add(whole());
    var range = new ByteRange.Part(0, 20_000);
    var pastTheCaches = new Effect.Fetch(1, PATH, range, range.lengthBytes(), true);

    try (var client = client(FOR_EVER)) {
      assertThat(unavailable(client, 0, 20_000)).contains("503");
      requireSlice(client.fetch(pastTheCaches), 0, 20_000);
    }

    assertThat(ranges).last().isEqualTo("bytes=0-19999");
  }
}
