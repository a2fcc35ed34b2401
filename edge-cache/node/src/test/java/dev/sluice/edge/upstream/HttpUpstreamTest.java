package dev.sluice.edge.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.edge.traffic.Limit;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpUpstreamTest {
  private static final ObjectPath PATH = ObjectPath.TIMESTAMP;
  private static final ByteRange RANGE = new ByteRange(10, 20);

  private final CollectingSink sink = new CollectingSink();
  private final AtomicReference<Map<String, List<String>>> seen = new AtomicReference<>(Map.of());
  private final CountDownLatch finish = new CountDownLatch(1);
  private HttpServer server;
  private final TierPath path =
      new TierPath("here", Optional.of(URI.create("http://tier.example:8070/x")));
  private HttpUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    upstream =
        new HttpUpstream(
            new NextTier(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tier/")),
            Duration.ofSeconds(5),
            path);
  }

  @AfterEach
  void stop() {
    finish.countDown();
    upstream.close();
    server.stop(0);
  }

  @Test
  void givenPart_whenFetched_thenCarriesLengthAgeAndDirectives() {
    answer(206, "0123456789", "Content-Range", "bytes 10-19/30", "Age", "7");

    var fetched = upstream.fetch(new FetchRequest(PATH, RANGE, true), sink);

    var facts = ((Fetched.Found) fetched).facts();
    assertThat(facts.objectLengthBytes()).isEqualTo(30);
    assertThat(facts.age()).isEqualTo(Duration.ofSeconds(7));
    assertThat(sink.bytes()).isEqualTo("0123456789".getBytes(US_ASCII));
    assertThat(seen.get()).containsEntry("Range", List.of("bytes=10-19"));
    assertThat(seen.get()).containsEntry("Cache-control", List.of("no-cache"));
  }

  @Test
  void givenAnswersOfNodes_whenFetched_thenKnowsItsPlace() {
    assertThat(path.tier()).isEqualTo(2);
    assertThat(path.upstream()).isEqualTo("http://tier.example:8070");
    assertThat(path.via()).isEqualTo("1.1 here");

    answer(206, "0123456789", "Content-Range", "bytes 10-19/30", "Via", "1.1 top, 1.1 mid (x)");
    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Found.class);

    assertThat(path.tier()).isEqualTo(3);
    assertThat(path.upstream()).isEqualTo("mid");
    assertThat(path.via()).isEqualTo("1.1 top, 1.1 mid, 1.1 here");

    answer(206, "0123456789", "Content-Range", "bytes 10-19/30", "Via", "1.1 here, 1.1 mid");
    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Found.class);

    assertThat(path.tier()).as("a loop teaches nothing").isEqualTo(3);
    assertThat(new TierPath("top", Optional.empty()).tier()).isEqualTo(1);
    assertThat(new TierPath("top", Optional.empty()).upstream()).isEqualTo("origin");
  }

  @Test
  void givenOtherPartThanAsked_whenFetched_thenIsUnavailable() {
    answer(206, "0123456789", "Content-Range", "bytes 0-9/30");

    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Unavailable.class);
  }

  @Test
  void givenServerWithoutRanges_whenTheFirstSliceIsFetched_thenTheRestIsLeft() {
    answer(200, "0123456789");

    var fetched = fetch(new ByteRange(0, 4));

    assertThat(((Fetched.Found) fetched).facts().objectLengthBytes()).isEqualTo(10);
    assertThat(sink.bytes()).isEqualTo("0123".getBytes(US_ASCII));
    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Unavailable.class);
  }

  @Test
  void givenRefusals_whenFetched_thenAreDifferentOutcomes() {
    answer(404, "", "Age", "12");
    assertThat(fetch(RANGE))
        .isInstanceOfSatisfying(
            Fetched.Absent.class, a -> assertThat(a.age()).isEqualTo(Duration.ofSeconds(12)));
    answer(416, "", "Content-Range", "bytes */5");
    assertThat(fetch(RANGE)).isEqualTo(new Fetched.PastEnd(OptionalLong.of(5)));
    answer(503, "");
    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Unavailable.class);
    answer(302, "", "Location", "http://elsewhere/");
    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Unavailable.class);
  }

  @Test
  void givenBodyThatStalls_whenTimed_thenTheAttemptEnds() {
    handle(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Range", "bytes 10-19/30");
          exchange.sendResponseHeaders(206, 10);
          exchange.getResponseBody().write('0');
          exchange.getResponseBody().flush();
          await(finish);
        });
    var timed = new TimedUpstream(upstream, Duration.ofMillis(200));

    var fetched = timed.fetch(new FetchRequest(PATH, RANGE, false), sink);

    assertThat(fetched)
        .isInstanceOfSatisfying(Fetched.Unavailable.class, u -> assertThat(u.timedOut()).isTrue());
  }

  @Test
  void givenLinkThatBreaksEvery700Kilobytes_whenASliceIsFetched_thenNoByteComesTwice() {
    var object = randomBytes(3_000_000);
    var sent = new AtomicInteger();
    var ranges = breakingLink(new AtomicReference<>(object), 700 << 10, sent);

    var fetched = retrying(2).fetch(new FetchRequest(PATH, new ByteRange(0, 2 << 20), false), sink);

    var facts = ((Fetched.Found) fetched).facts();
    assertThat(facts.bodyLengthBytes()).isEqualTo(2 << 20);
    assertThat(facts.objectLengthBytes()).isEqualTo(object.length);
    assertThat(sink.bytes()).isEqualTo(Arrays.copyOf(object, 2 << 20));
    assertThat(sent).hasValue(2 << 20);
    assertThat(ranges)
        .containsExactly("bytes=0-2097151", "bytes=716800-2097151", "bytes=1433600-2097151");
  }

  @Test
  void givenObjectThatChangesWhileTheLinkIsBroken_whenResumed_thenAllOfTheNewOneIsFetched() {
    var object = new AtomicReference<>(randomBytes(60_000));
    var sent = new AtomicInteger();
    var ranges = breakingLink(object, 50_000, sent);
    var other = randomBytes(40_000);
    RetryingUpstream.Pause replaces = _ -> object.set(other);
    var policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1));
    var retrying = new RetryingUpstream(upstream, policy, replaces, new SplittableRandom(5));

    var fetched = retrying.fetch(new FetchRequest(PATH, new ByteRange(0, 100_000), false), sink);

    assertThat(((Fetched.Found) fetched).facts().objectLengthBytes()).isEqualTo(40_000);
    assertThat(sink.bytes()).isEqualTo(other);
    assertThat(ranges).containsExactly("bytes=0-99999", "bytes=50000-59999", "bytes=0-99999");
  }

  /// A server behind a link that breaks after so many bytes of each answer.
  ///
  /// @param sent counts the bytes
  /// @return the ranges that are asked for
  private List<String> breakingLink(
      AtomicReference<byte[]> object, int breaksAfter, AtomicInteger sent) {
    var ranges = new CopyOnWriteArrayList<String>();
    handle(
        exchange -> {
          var bytes = object.get();
          var range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range);
          var tag = "\"" + Digest.sha256(bytes).prefix() + "\"";
          exchange.getResponseHeaders().add("ETag", tag);
          var condition = exchange.getRequestHeaders().getFirst("If-Range");
          if (condition != null && !condition.equals(tag)) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            return;
          }
          var ends = range.substring("bytes=".length()).split("-", -1);
          var start = Integer.parseInt(ends[0]);
          var end = Math.min(bytes.length, Integer.parseInt(ends[1]) + 1);
          exchange
              .getResponseHeaders()
              .add("Content-Range", "bytes %d-%d/%d".formatted(start, end - 1, bytes.length));
          exchange.sendResponseHeaders(206, end - start);
          var count = Math.min(breaksAfter, end - start);
          sent.addAndGet(count);
          exchange.getResponseBody().write(bytes, start, count);
          exchange.getResponseBody().flush();
          // The JDK's client forgets what it has not handed over when a connection breaks.
          Awaitility.await().until(() -> sink.bytes().length >= start + count);
        });
    return ranges;
  }

  private RetryingUpstream retrying(int attempts) {
    var policy = new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(1));
    return new RetryingUpstream(upstream, policy, _ -> {}, new SplittableRandom(5));
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }

  @Test
  void givenServerThatCompressesAllTheSame_whenFetched_thenNothingOfItIsTaken() {
    answer(206, "0123456789", "Content-Range", "bytes 10-19/30", "Content-Encoding", "gzip");

    assertThat(fetch(RANGE))
        .isInstanceOfSatisfying(
            Fetched.Unavailable.class,
            u -> assertThat(u.reason()).contains("coded as 'gzip'; switch compression off"));
    assertThat(sink.bytes()).isEmpty();
    assertThat(seen.get()).containsEntry("Accept-encoding", List.of("identity"));
    answer(206, "0123456789", "Content-Range", "bytes 10-19/30", "Content-Encoding", "aws-chunked");
    assertThat(fetch(RANGE)).isInstanceOf(Fetched.Found.class);
  }

  @Test
  void givenServerThatRefusesARangeBeyondATinyObject_whenFetched_thenIsAskedForAllOfIt() {
    handle(
        exchange -> {
          var isRange = exchange.getRequestHeaders().containsKey("Range");
          exchange.sendResponseHeaders(isRange ? 416 : 200, isRange ? -1 : 4);
          if (!isRange) {
            exchange.getResponseBody().write("tiny".getBytes(US_ASCII));
          }
        });

    assertThat(fetch(new ByteRange(0, 1 << 20))).isInstanceOf(Fetched.Found.class);
    assertThat(sink.bytes()).isEqualTo("tiny".getBytes(US_ASCII));
    assertThat(fetch(RANGE)).isEqualTo(new Fetched.PastEnd(OptionalLong.empty()));
    answer(416, "", "Content-Range", "bytes */0");
    assertThat(fetch(new ByteRange(0, 1 << 20))).isEqualTo(new Fetched.PastEnd(OptionalLong.of(0)));
  }

  @Test
  void givenNameWithAPlus_whenFetched_thenNoServerTakesItForASpace() {
    var path = "targets/p/1.0+x/" + "ab".repeat(32) + ".a%2Fb";
    var paths = new CopyOnWriteArrayList<String>();
    server.createContext(
        "/tier/targets",
        exchange -> {
          try (exchange) {
            paths.add(exchange.getRequestURI().getRawPath());
            exchange.sendResponseHeaders(404, -1);
          }
        });

    var fetched =
        upstream.fetch(new FetchRequest(ObjectPath.of(path).orElseThrow(), RANGE, false), sink);

    assertThat(fetched).isInstanceOf(Fetched.Absent.class);
    assertThat(paths).containsExactly("/tier/" + path.replace("%", "%25").replace("+", "%2B"));
    // As S3 and CloudFront read it.
    assertThat(URLDecoder.decode(paths.getFirst(), UTF_8)).isEqualTo("/tier/" + path);
  }

  @Test
  void givenFailures_whenRetried_thenPausesGrowAndAttemptsAreBounded() {
    var attempts = new AtomicInteger();
    Upstream failing =
        (_, _) -> {
          attempts.incrementAndGet();
          return new Fetched.Unavailable("away", false);
        };
    var pauses = new ArrayList<Duration>();
    var policy = new RetryPolicy(4, Duration.ofMillis(100), Duration.ofMillis(250));
    var retrying = new RetryingUpstream(failing, policy, pauses::add, new SplittableRandom(5));

    assertThat(retrying.fetch(new FetchRequest(PATH, RANGE, false), sink))
        .isInstanceOf(Fetched.Unavailable.class);
    assertThat(attempts).hasValue(4);
    assertThat(pauses).hasSize(3);
    assertThat(retrying.retries()).isEqualTo(3);
    assertThat(retrying.limitHits().count(Limit.ATTEMPTS)).isEqualTo(1);
    assertThat(pauses.get(0)).isLessThanOrEqualTo(Duration.ofMillis(100));
    assertThat(pauses.get(2)).isLessThanOrEqualTo(Duration.ofMillis(250));
  }

  @Test
  void givenAbsence_whenRetried_thenIsNotAskedAgain() {
    var attempts = new AtomicInteger();
    Upstream absent =
        (_, _) -> {
          attempts.incrementAndGet();
          return new Fetched.Absent("none", Duration.ZERO);
        };
    var retrying =
        new RetryingUpstream(absent, RetryPolicy.STANDARD, _ -> {}, new SplittableRandom(5));

    assertThat(retrying.fetch(new FetchRequest(PATH, RANGE, false), sink))
        .isInstanceOf(Fetched.Absent.class);
    assertThat(attempts).hasValue(1);
  }

  private Fetched fetch(ByteRange range) {
    return upstream.fetch(new FetchRequest(PATH, range, false), sink);
  }

  private void answer(int status, String body, String... headers) {
    handle(
        exchange -> {
          seen.set(Map.copyOf(exchange.getRequestHeaders()));
          for (var i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
          try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(US_ASCII));
          }
        });
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void handle(Handler handler) {
    try {
      server.removeContext("/tier/metadata/timestamp.json");
    } catch (IllegalArgumentException _) {
      // the first one
    }
    server.createContext(
        "/tier/metadata/timestamp.json",
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
